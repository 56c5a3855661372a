"""Facts in, sentences and tables out."""

from report.prose import (
    briefing,
    briefing_bill,
    burden_sharing,
    claims,
    country,
    drawn,
    editions,
    explorer,
    methods,
    parity,
    published,
    scorecard,
    scorecard_ahead,
    sharing_rules,
    track_record,
)
