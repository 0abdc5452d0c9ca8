# One image for all services; the command says which. docker-compose.yml builds and runs it.
FROM python:3.13-slim AS build

RUN python -m venv /opt/lontar
COPY requirements.lock /tmp/
RUN /opt/lontar/bin/python -m pip install --no-cache-dir --no-deps --only-binary :all: --require-hashes \
        --requirement /tmp/requirements.lock \
 && /opt/lontar/bin/python -m pip uninstall --yes pip
COPY services /app/services
COPY shared /app/shared
# The operators' command; and files that any user may read, however strict the umask of the checkout.
RUN printf '#!/opt/lontar/bin/python\nfrom services.lontar import main\nmain()\n' > /opt/lontar/bin/lontar \
 && chmod 755 /opt/lontar/bin/lontar \
 && chmod -R a+rX /app \
 && /opt/lontar/bin/python -m compileall -q /app

FROM python:3.13-slim

RUN groupadd --gid 10001 lontar \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin lontar \
 && install -d -o lontar -g lontar /data
COPY --from=build /opt/lontar /opt/lontar
COPY --from=build /app /app
ENV PATH=/opt/lontar/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data
WORKDIR /app
USER 10001:10001
CMD ["python", "-m", "services"]
