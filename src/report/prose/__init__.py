"""Facts in, sentences and tables out."""

from report.prose import (
    briefing,
    burden_sharing,
    claims,
    country,
    drawn,
    editions,
    methods,
    scorecard_ahead,
    track_record,
)
