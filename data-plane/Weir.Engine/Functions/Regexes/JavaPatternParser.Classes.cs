namespace Weir.Engine.Functions.Regexes;

/// <summary>Classes in brackets: unions, nested classes, intersections with &amp;&amp;, and ^ for all but the whole.</summary>
internal sealed partial class JavaPatternParser
{
    /// <summary>Reads a class from after its bracket (or the right side of an intersection) to the closing bracket, and over that if told so.</summary>
    private CodePointSet ParseClass(bool consume)
    {
        if (++_nesting > MaxNesting)
        {
            throw new UnsupportedPatternException($"Classes are nested more than {MaxNesting} deep.");
        }

        bool negated = consume && Peek() == '^';
        _at += negated ? 1 : 0;
        CodePointSet? set = null;
        while (true)
        {
            int next = Peek();
            if (next == End)
            {
                throw Error("Unclosed character class");
            }

            if (next == ']' && set is not null)
            {
                _at += consume ? 1 : 0;
                _nesting--;
                return negated ? set.Complement() : set;
            }

            if (next == '[')
            {
                _at++;
                set = Union(set, ParseClass(consume: true));
            }
            else if (next == '&' && _at + 1 < _pattern.Length && _pattern[_at + 1] == '&')
            {
                _at += 2;
                set = ParseIntersection(set);
            }
            else
            {
                set = Union(set, ParseRange());
            }
        }
    }

    private static CodePointSet Union(CodePointSet? left, CodePointSet right) => left is null ? right : left.Union(right);

    private CodePointSet ParseIntersection(CodePointSet? left)
    {
        CodePointSet? right = null;
        while (Peek() is not (']' or '&'))
        {
            if (Peek() == End)
            {
                throw Error("Unclosed character class");
            }

            if (Raw() == '[')
            {
                _at++;
                right = Union(right, ParseClass(consume: true));
            }
            else
            {
                right = Union(right, ParseClass(consume: false));
            }
        }

        if (right is null)
        {
            // Java then intersects with what it read last, which is only sometimes all of the left.
            return left is not null && Raw() == ']' && left.IsSingle
                ? left
                : throw new UnsupportedPatternException("A class with && that nothing follows is not supported.");
        }

        return left is null ? right : left.Intersect(right);
    }

    private CodePointSet ParseRange()
    {
        int first;
        if (Raw() == '\\')
        {
            _at++;
            if (TryParseSetEscape(out CodePointSet set))
            {
                return set;
            }

            first = ParseCharacterEscape();
        }
        else
        {
            first = TakeLiteral();
        }

        if (Peek() != '-' || _at + 1 >= _pattern.Length || _pattern[_at + 1] is '[' or ']')
        {
            return Close(CodePointSet.Of(first), first);
        }

        _at++;
        int last;
        if (Peek() == '\\')
        {
            _at++;
            last = TryParseSetEscape(out _) ? -1 : ParseCharacterEscape();
        }
        else
        {
            last = Raw() == End ? throw Error("Unclosed character class") : TakeLiteral();
        }

        return last < first ? throw Error("Illegal character range") : Close(CodePointSet.Of(first, last), null);
    }

    private int TakeLiteral() => _pattern[_at++] & ~Quoted;

    private CodePointSet Close(CodePointSet set, int? single)
    {
        if (!Has(PatternFlags.IgnoreCase))
        {
            return set;
        }

        return single is { } codePoint ? CaseFolding.Close(codePoint, Has(PatternFlags.UnicodeCase)) : CaseFolding.Close(set, Has(PatternFlags.UnicodeCase));
    }
}
