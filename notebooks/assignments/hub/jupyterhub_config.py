# A JupyterHub on one machine, with an account for each student and one for the instructor:
#   jupyterhub --config notebooks/assignments/hub/jupyterhub_config.py
from pathlib import Path

c = get_config()
here = Path(__file__).resolve().parent

# What the hub keeps, for root alone: install -d -m 700 /srv/jupyterhub
c.JupyterHub.db_url = "sqlite:////srv/jupyterhub/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = "/srv/jupyterhub/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = "/srv/jupyterhub/proxy.pid"
# Whoever has an account on this machine may come in.
c.Authenticator.allow_all = True
c.Spawner.default_url = "/lab"
c.Spawner.environment = {
    # The kernel "java", with the library on its class path. After a build, once:
    # java -cp target/oomlab-commands.jar oomlab.kernel.KernelMain --install target/hub/kernels
    "JUPYTER_PATH": str(here.parents[2] / "target/hub"),
    # The settings for everybody, nbgrader_config.py beside this file.
    "JUPYTER_CONFIG_PATH": str(here),
}
