namespace Weir.Engine.Functions.Temporal;

/// <summary>A day of the proleptic Gregorian calendar; year 0 is 1 BC, month 1 to 12, day 1 to 31.</summary>
public readonly record struct CivilDate(int Year, int Month, int Day);
