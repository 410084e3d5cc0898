"""Spoil a diagram in one of many ways, as tools, hands and networks do."""

import random
import re
from collections.abc import Callable, Mapping

from lxml import etree

from app.engine import diagram

Spoil = Callable[[random.Random, bytes], bytes]


def _tree(change: Callable[[random.Random, etree._Element, list[etree._Element]], None]) -> Spoil:
    """Return a way to spoil the tree of a diagram: `change` gets its root and all its elements."""

    def spoil(chance: random.Random, source: bytes) -> bytes:
        root = etree.fromstring(source)
        change(chance, root, list(root.iter(etree.Element)))
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    return spoil


def _with(elements: list[etree._Element], attribute: str) -> list[etree._Element]:
    return [element for element in elements if element.get(attribute)]


def _drop_id(chance: random.Random, _: etree._Element, elements: list[etree._Element]) -> None:
    del chance.choice(_with(elements, "id")).attrib["id"]


def _repeat_id(chance: random.Random, _: etree._Element, elements: list[etree._Element]) -> None:
    one, other = chance.sample(_with(elements, "id"), 2)
    one.set("id", other.get("id", ""))


def _odd_id(chance: random.Random, _: etree._Element, elements: list[etree._Element]) -> None:
    chance.choice(_with(elements, "id")).set("id", chance.choice(["", " ", "9x", "a b", "é:ñ", "x" * 5000]))


def _drop_attribute(chance: random.Random, _: etree._Element, elements: list[etree._Element]) -> None:
    one = chance.choice([element for element in elements if element.attrib])
    del one.attrib[chance.choice(list(one.attrib))]


def _odd_attribute(chance: random.Random, _: etree._Element, elements: list[etree._Element]) -> None:
    one = chance.choice([element for element in elements if element.attrib])
    one.set(
        chance.choice(list(one.attrib)), chance.choice(["", "nobody", "${x}", "=a", "true", "-1", "🙂", "a" * 3000])
    )


def _more_attribute(chance: random.Random, _: etree._Element, elements: list[etree._Element]) -> None:
    chance.choice(elements).set(chance.choice(["foo", "{http://camunda.org/schema/1.0/bpmn}formKey", "id"]), "extra")


def _drop_element(chance: random.Random, root: etree._Element, elements: list[etree._Element]) -> None:
    one = chance.choice([element for element in elements if element is not root])
    above = one.getparent()
    if above is not None:
        above.remove(one)


def _repeat_element(chance: random.Random, root: etree._Element, elements: list[etree._Element]) -> None:
    one = chance.choice([element for element in elements if element is not root])
    above = one.getparent()
    if above is not None:
        above.append(etree.fromstring(etree.tostring(one)))


def _move_element(chance: random.Random, root: etree._Element, elements: list[etree._Element]) -> None:
    one, other = chance.choice(elements[1:]), chance.choice(elements)
    if one is not root and other not in set(one.iter()):
        other.append(one)


def _rename_element(chance: random.Random, root: etree._Element, elements: list[etree._Element]) -> None:
    names = ["task", "userTask", "serviceTask", "complexGateway", "transaction", "magicTask", "subProcess", "group"]
    names += ["boundaryEvent", "endEvent", "startEvent", "eventBasedGateway", "linkEventDefinition", "dataStore"]
    chance.choice([element for element in elements if element is not root]).tag = diagram.MODEL + chance.choice(names)


def _foreign_element(chance: random.Random, _: etree._Element, elements: list[etree._Element]) -> None:
    where = chance.choice(["http://nobody.example/ns", "", "http://www.omg.org/spec/BPMN/20100524/MODEL"])
    made = etree.Element(f"{{{where}}}thing" if where else "thing")
    made.text = chance.choice(["", "text", "<&>"])
    chance.choice(elements).append(made)


def _odd_text(chance: random.Random, _: etree._Element, elements: list[etree._Element]) -> None:
    texts = [
        "",
        "x",
        "${a == b}",
        "=x > 1",
        "().__class__",
        "9**9",
        "(" * 50,
        "P10D",
        "import os",
        "a.b.c[0]",
        "x" * 4000,
    ]
    chance.choice(elements).text = chance.choice(texts)


def _dangling_flow(chance: random.Random, _: etree._Element, elements: list[etree._Element]) -> None:
    flows = [element for element in elements if diagram.kind(element) == "sequenceFlow"]
    chance.choice(flows or elements).set(chance.choice(["sourceRef", "targetRef"]), "nowhere")


def _cycle(chance: random.Random, _: etree._Element, elements: list[etree._Element]) -> None:
    flows = [element for element in elements if diagram.kind(element) == "sequenceFlow"]
    if flows:
        one, other = chance.choice(flows), chance.choice(flows)
        one.set("targetRef", other.get("sourceRef") or "")


def _nest(chance: random.Random, _: etree._Element, elements: list[etree._Element]) -> None:
    here = chance.choice(elements)
    for _n in range(chance.choice([3, 70, 300])):
        here = etree.SubElement(here, f"{diagram.MODEL}extensionElements")


def _namespace(chance: random.Random, source: bytes) -> bytes:
    found = sorted(set(re.findall(rb'"(https?://[^"]+)"', source)))
    return source.replace(chance.choice(found), b"http://nobody.example/ns")


def _undeclared(chance: random.Random, source: bytes) -> bytes:
    found = sorted(set(re.findall(rb' xmlns(?::\w+)?="[^"]+"', source)))
    return source.replace(chance.choice(found), b"", 1)


def _cut(chance: random.Random, source: bytes) -> bytes:
    return source[: chance.randrange(len(source))]


def _hole(chance: random.Random, source: bytes) -> bytes:
    at = chance.randrange(len(source))
    return source[:at] + source[at + chance.randrange(1, 400) :]


def _noise(chance: random.Random, source: bytes) -> bytes:
    spoilt = bytearray(source)
    for _ in range(chance.choice([1, 5, 50])):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _shuffled(chance: random.Random, source: bytes) -> bytes:
    lines = source.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _coded(chance: random.Random, source: bytes) -> bytes:
    text = source.decode("utf-8", "replace")
    code = chance.choice(["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp037"])
    return text.replace("UTF-8", chance.choice(["UTF-8", code])).encode(code, "replace")


def _typed(chance: random.Random, source: bytes) -> bytes:
    kinds = [
        b"<!DOCTYPE a>",
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x">',
        b'<!DOCTYPE a [<!ENTITY x "&x;">]>',
        b"<!ENTITY",
    ]
    return re.sub(rb"(<bpmn:definitions|<definitions)", chance.choice(kinds) + rb"\1", source, count=1)


def _doubled(chance: random.Random, source: bytes) -> bytes:
    return source + chance.choice([source, b"junk", b"\0", b"<!-- -->"])


WAYS: Mapping[str, Spoil] = {
    "an id that is missing": _tree(_drop_id),
    "an id that is there twice": _tree(_repeat_id),
    "an id that is none": _tree(_odd_id),
    "an attribute that is missing": _tree(_drop_attribute),
    "an attribute with an odd value": _tree(_odd_attribute),
    "an attribute too many": _tree(_more_attribute),
    "an element that is missing": _tree(_drop_element),
    "an element that is there twice": _tree(_repeat_element),
    "an element in another place": _tree(_move_element),
    "an element of another kind": _tree(_rename_element),
    "an element of nobody": _tree(_foreign_element),
    "an odd text": _tree(_odd_text),
    "a flow to nowhere": _tree(_dangling_flow),
    "a cycle": _tree(_cycle),
    "a deep nest": _tree(_nest),
    "a namespace of nobody": _namespace,
    "a namespace not declared": _undeclared,
    "a file that is cut": _cut,
    "a file with a hole": _hole,
    "a file with noise": _noise,
    "lines in another order": _shuffled,
    "another encoding": _coded,
    "a document type": _typed,
    "something after the end": _doubled,
}
