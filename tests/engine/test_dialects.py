"""Diagrams in the manner of other tools: each gets advice that its author understands."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import workers.operators
from app.domain.procedure import Problem
from app.services.publishing import loose

FOREIGN = Path(__file__).parents[1] / "diagrams" / "foreign"

EXPECTED: Mapping[str, Sequence[tuple[str, str]]] = {
    "camunda7.bpmn": [
        ("vado", 'camunda:assignee="${quien}"'),
        ("solicitar", 'camunda:formKey="embedded:app:forms/vado.html"'),
        ("solicitar", "propiedad «form»"),
        ("calcular", 'camunda:delegateExpression="${tasaDelegate}"'),
        ("no", "ancho == None or ancho < 3"),
        ("baremo", 'camunda:decisionRef="baremo_vado"'),
    ],
    "camunda8.bpmn": [
        ("inicio", 'zeebe:formDefinition formId="vado"'),
        ("revisar", 'zeebe:formDefinition formId="revision"'),
        ("avisar", 'zeebe:taskDefinition type="io.camunda:sendgrid:1"'),
        ("sumar", "zeebe:script"),
        ("otro", 'zeebe:calledElement processId="otro"'),
        ("espera", "entre comillas"),
        ("f4", 'resultado == "no"'),
    ],
    "bizagi.bpmn": [
        ("Id_9f0c1b7a-2d55-4d0e-8f53-0b6a1a000001", "ejecutable"),
        ("Id_b", "no tiene tipo"),
        ("Id_c", "no dice qué formulario"),
        ("Id_c", "ningún carril con nombre"),
        ("Id_d", "flujo predeterminado"),
        ("Id_f5", "no tiene condición"),
    ],
    "signavio.bpmn": [
        ("sid-ds", "almacén de datos"),
        ("sid-pr", "Ningún inicio es sencillo"),
        ("sid-t", "no es un objeto de datos"),
        ("sid-dsr", "almacén de datos"),
    ],
    "bpmn-io.bpmn": [
        ("Process_1", "no tiene evento final"),
        ("Activity_caja", "está vacío"),
        ("Activity_caja", "Ningún camino llega"),
    ],
    "activiti.bpmn20.xml": [
        ("vacaciones", 'activiti:candidateGroups="jefatura"'),
        ("usertask1", "activiti:formProperty"),
        ("flow4", "aprobado == 'false'"),
        ("scripttask1", "groovy"),
        ("mailtask1", 'activiti:type="mail"'),
    ],
    "flowable.bpmn20.xml": [
        ("startEvent1", 'flowable:formKey="obra"'),
        ("sid-AA11", "salen 2 flujos"),
        ("sid-BB22", 'flowable:type="http"'),
        ("sid-CC33", '"P1M"'),
        ("sid-DD44", 'flowable:collection="informes"'),
    ],
    "jbpm.bpmn2": [
        ("gasto.aprobar", "potentialOwner"),
        ("_B2", "«importe»"),
        ("_C3", 'drools:taskName="Email"'),
        ("_D4", "señal «hecho»"),
    ],
    "spiffarena.bpmn": [
        ("pregunta", "un bucle no se admite"),
        ("pedir", "«http/GetRequestV2»"),
    ],
    "a-mano.bpmn": [
        ("a mano", "prefijo «spiffworkflow:»"),
        ("a mano", "no sirve como id"),
        ("s", "dos veces"),
        ("t", "es «userTask»"),
        ("f", "no dice adónde va"),
        ("", "targetNamespace"),
    ],
    "camunda.dmn": [
        ("baremo", "depende de otra"),
        ("tabla", "RULE ORDER"),
        ("o1", "nombre sencillo"),
        ("r1a", "intervalo de FEEL"),
        ("r1b", 'in ["a", "b"]'),
        ("r2b", "not in"),
        ("renta", "más de una decisión"),
        ("renta", "no es una tabla"),
    ],
}


def _verdict(name: str) -> list[Problem]:
    workers.operators.load()
    return loose.check_file(name, (FOREIGN / name).read_bytes())


def test_every_sample_is_judged_here() -> None:
    assert set(EXPECTED) == {path.name for path in FOREIGN.iterdir()}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_diagram_of_another_tool_is_told_all_that_it_lacks(name: str) -> None:
    found = _verdict(name)

    missing = [
        (element, words)
        for element, words in EXPECTED[name]
        if not any(one.element == element and words in f"{one.message} {one.hint}" for one in found)
    ]
    assert missing == [], found


@pytest.mark.parametrize("name", EXPECTED)
def test_a_diagram_of_another_tool_is_told_each_thing_once(name: str) -> None:
    found = _verdict(name)

    assert len(found) == len({(one.element, one.message) for one in found})
    assert all(one.file == name and one.hint for one in found)
