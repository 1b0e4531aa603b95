namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>The values that a text gave for the fields of a pattern. Used again and again by one parser.</summary>
internal sealed class ParsedFields
{
    private readonly long[] _values = new long[(int)PatternField.Zone + 1];
    private uint _set;

    /// <summary>Which fields have a value, to return to when an optional section did not match. Values never change once set, so the set is all there is to keep.</summary>
    public uint Mark => _set;

    /// <summary>Forgets all values.</summary>
    public void Clear() => _set = 0;

    /// <summary>Returns to a mark.</summary>
    public void Reset(uint mark) => _set = mark;

    /// <summary>Sets a value; false when the field has another one.</summary>
    public bool Set(PatternField field, long value)
    {
        if (Has(field))
        {
            return _values[(int)field] == value;
        }

        _values[(int)field] = value;
        _set |= 1u << (int)field;
        return true;
    }

    /// <summary>Whether the field has a value.</summary>
    public bool Has(PatternField field) => (_set & (1u << (int)field)) != 0;

    /// <summary>The field's value, if it has one.</summary>
    public bool TryGet(PatternField field, out long value)
    {
        value = _values[(int)field];
        return Has(field);
    }

    /// <summary>The field's value and takes it away.</summary>
    public bool Take(PatternField field, out long value)
    {
        bool has = TryGet(field, out value);
        _set &= ~(1u << (int)field);
        return has;
    }
}
