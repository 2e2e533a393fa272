"""Static files under names that say their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Scripts import each other by such names too: no reader mixes old with new."""

    support_js_module_import_aggregation = True
