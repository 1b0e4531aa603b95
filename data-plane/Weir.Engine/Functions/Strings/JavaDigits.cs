using System.Globalization;

namespace Weir.Engine.Functions.Strings;

/// <summary>The shortest decimal digits of a floating-point number, and how Java prints and rounds them.</summary>
internal ref struct JavaDigits
{
    private const int MaxDigits = 32;

    private readonly Span<char> _digits;

    /// <summary>The digits of a finite number that is not negative; the buffer needs room for 32.</summary>
    public JavaDigits(double value, bool isSingle, Span<char> buffer)
    {
        _digits = buffer;
        Span<char> text = stackalloc char[MaxDigits];
        int length;
        if (isSingle)
        {
            ((float)value).TryFormat(text, out length, "R", CultureInfo.InvariantCulture);
        }
        else
        {
            value.TryFormat(text, out length, "R", CultureInfo.InvariantCulture);
        }

        Read(text[..length]);
    }

    /// <summary>How many digits; 1 for zero.</summary>
    public int Count { get; private set; }

    /// <summary>Where the point is: the number is 0.ddd times ten to this.</summary>
    public int Point { get; private set; }

    /// <summary>The digits.</summary>
    public readonly ReadOnlySpan<char> Digits => _digits[..Count];

    /// <summary>Rounds half up to so many digits before and after the point taken together; may be none or less.</summary>
    public void RoundTo(int count)
    {
        if (count >= Count)
        {
            return;
        }

        bool up = count >= 0 && _digits[count] >= '5';
        int kept = Math.Max(count, 0);
        if (!up)
        {
            Count = kept;
            if (kept == 0)
            {
                SetZero();
            }

            return;
        }

        while (kept > 0 && _digits[kept - 1] == '9')
        {
            kept--;
        }

        if (kept == 0)
        {
            _digits[0] = '1';
            Count = 1;
            Point++;
        }
        else
        {
            _digits[kept - 1]++;
            Count = kept;
        }
    }

    private void SetZero()
    {
        _digits[0] = '0';
        Count = 1;
        Point = 1;
    }

    /// <summary>Reads what .NET prints: digits with or without a point and an exponent.</summary>
    private void Read(scoped ReadOnlySpan<char> text)
    {
        int exponentAt = text.IndexOf('E');
        int exponent = exponentAt < 0 ? 0 : int.Parse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        ReadOnlySpan<char> mantissa = exponentAt < 0 ? text : text[..exponentAt];
        int point = mantissa.IndexOf('.');
        int before = point < 0 ? mantissa.Length : point;
        foreach (char c in mantissa)
        {
            if (c != '.' && (Count > 0 || c != '0'))
            {
                _digits[Count++] = c;
            }
            else if (c == '0' && Count == 0)
            {
                before--;
            }
        }

        while (Count > 1 && _digits[Count - 1] == '0')
        {
            Count--;
        }

        if (Count == 0)
        {
            SetZero();
        }
        else
        {
            Point = before + exponent;
        }
    }
}
