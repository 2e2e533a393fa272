"""Find GDAL and GEOS: the system's when there, else those inside the wheels.

GeoDjango needs the two C libraries.  A production server has them from its
package manager; a laptop with only Python and pip does not, but the wheels of
pyogrio (GDAL) and shapely (GEOS) carry a copy each.

Safe in a settings module: imports neither Django, nor pyogrio, nor shapely.
(Importing pyogrio would also replace GDAL's error handler, which GeoDjango sets.)
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

SYSTEM_GDAL_NAMES = ("gdal", "GDAL")
SYSTEM_GEOS_NAMES = ("geos_c", "GEOS")


@dataclass(frozen=True)
class NativeLibraries:
    """Where the libraries are: values for GeoDjango's two settings.

    ``gdal`` and ``geos`` are file paths or sonames, ``None`` when nothing was
    found.  ``gdal_data`` and ``proj_data`` are folders, set only when GDAL comes
    out of the wheel: a system GDAL knows its own.
    """

    gdal: str | None
    geos: str | None
    gdal_data: str | None = None
    proj_data: str | None = None


def find_native_libraries(*, prefer_system: bool = True) -> NativeLibraries:
    """Look for GDAL and GEOS: environment, then system, then wheels.

    The environment variables ``GDAL_LIBRARY_PATH`` and ``GEOS_LIBRARY_PATH`` win
    over everything, for a library in an unusual place.  With ``prefer_system``
    false the wheels come before the system.
    """
    wheel_gdal = _library_in_wheel("pyogrio", "*gdal*")
    wheel_geos = _library_in_wheel("shapely", "*geos_c*")
    system_gdal = _system_library(SYSTEM_GDAL_NAMES)
    system_geos = _system_library(SYSTEM_GEOS_NAMES)
    if not prefer_system:
        system_gdal, system_geos = wheel_gdal or system_gdal, wheel_geos or system_geos
    gdal = os.environ.get("GDAL_LIBRARY_PATH") or system_gdal or wheel_gdal
    geos = os.environ.get("GEOS_LIBRARY_PATH") or system_geos or wheel_geos
    if gdal is None or gdal != wheel_gdal:
        return NativeLibraries(gdal=gdal, geos=geos)
    return NativeLibraries(
        gdal=gdal,
        geos=geos,
        gdal_data=_folder_in_package("pyogrio", "gdal_data"),
        proj_data=_folder_in_package("pyogrio", "proj_data"),
    )


def set_data_paths(libraries: NativeLibraries) -> None:
    """Tell a GDAL out of a wheel where its tables and PROJ's database are.

    Goes through the library and not through the environment, so that neither a
    child process nor another GDAL in this process is led to the wrong files.
    Does nothing for a system GDAL.

    Raises OSError when the library cannot be loaded.
    """
    if libraries.gdal is None:
        return
    if libraries.gdal_data is None and libraries.proj_data is None:
        return
    gdal = ctypes.CDLL(libraries.gdal)
    if libraries.gdal_data is not None:
        gdal.CPLSetConfigOption.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
        gdal.CPLSetConfigOption(b"GDAL_DATA", os.fsencode(libraries.gdal_data))
    if libraries.proj_data is not None:
        paths = (ctypes.c_char_p * 2)(os.fsencode(libraries.proj_data), None)
        gdal.OSRSetPROJSearchPaths(paths)


def _system_library(names: tuple[str, ...]) -> str | None:
    """The first of the names that the system's loader knows."""
    return next((found for name in names if (found := find_library(name))), None)


def _package_folder(package: str) -> Path | None:
    """The folder of an installed package, which is not imported."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def _library_in_wheel(package: str, pattern: str) -> str | None:
    """A shared library where wheel-building tools put it.

    auditwheel and delvewheel use ``<package>.libs`` beside the package,
    delocate (macOS) ``.dylibs`` inside it.
    """
    home = _package_folder(package)
    if home is None:
        return None
    for folder in (home.with_name(f"{home.name}.libs"), home / ".dylibs"):
        found = sorted(folder.glob(pattern))
        if found:
            return str(found[0])
    return None


def _folder_in_package(package: str, name: str) -> str | None:
    """A data folder inside an installed package, when it is there."""
    home = _package_folder(package)
    if home is None or not (home / name).is_dir():
        return None
    return str(home / name)
