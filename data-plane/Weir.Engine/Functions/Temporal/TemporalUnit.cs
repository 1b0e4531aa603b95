namespace Weir.Engine.Functions.Temporal;

/// <summary>The units of EXTRACT, FLOOR, CEIL, TIMESTAMPADD and TIMESTAMPDIFF, by the names they have in SQL.</summary>
public enum TemporalUnit
{
    /// <summary>A year.</summary>
    Year,

    /// <summary>Three months, from January on.</summary>
    Quarter,

    /// <summary>A month.</summary>
    Month,

    /// <summary>EXTRACT: the week of ISO 8601. FLOOR and CEIL: from Sunday on.</summary>
    Week,

    /// <summary>A day; EXTRACT: of the month.</summary>
    Day,

    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A minute.</summary>
    Minute,

    /// <summary>A second.</summary>
    Second,

    /// <summary>EXTRACT: thousandths of the second.</summary>
    Millisecond,

    /// <summary>EXTRACT: millionths of the second.</summary>
    Microsecond,

    /// <summary>EXTRACT: billionths of the second.</summary>
    Nanosecond,

    /// <summary>Day of the year.</summary>
    Doy,

    /// <summary>Day of the week, 1 for Sunday.</summary>
    Dow,

    /// <summary>Day of the week, 1 for Monday.</summary>
    IsoDow,

    /// <summary>The year that the week of ISO 8601 belongs to.</summary>
    IsoYear,

    /// <summary>Seconds since 1970-01-01.</summary>
    Epoch,

    /// <summary>Ten years.</summary>
    Decade,

    /// <summary>A hundred years; the 21st begins in 2001.</summary>
    Century,

    /// <summary>A thousand years; the 3rd begins in 2001.</summary>
    Millennium,
}
