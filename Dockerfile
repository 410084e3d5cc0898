# One image, three uses: web, worker, beat. Without a command it serves the pages.
ARG PYTHON=3.11
FROM python:${PYTHON}-slim-bookworm AS build
WORKDIR /office
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
COPY tools/uv.txt tools/uv.txt
RUN python -m pip install --require-hashes --only-binary=:all: --target /uv -r tools/uv.txt
COPY requirements.lock requirements.lock
RUN /uv/bin/uv venv --no-project .venv \
 && /uv/bin/uv pip sync --no-cache --python .venv/bin/python --require-hashes requirements.lock

FROM python:${PYTHON}-slim-bookworm
RUN useradd --system --create-home --home-dir /var/lib/ventanilla --uid 10001 ventanilla
WORKDIR /office
COPY --from=build /office/.venv .venv
COPY . .
ENV PATH=/office/.venv/bin:$PATH PYTHONPATH=/office PYTHONSAFEPATH=1 PYTHONUTF8=1 PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 VENTANILLA_HOME=/var/lib/ventanilla
USER ventanilla
VOLUME /var/lib/ventanilla
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/', timeout=4)"]
CMD ["python", "-m", "gunicorn", "--no-control-socket", "-k", "gthread", "-w", "2", "--threads", "4", "-b", "0.0.0.0:8080", "app.main:serve()"]
