using System.Text;

namespace Weir.Engine.Functions.Regexes;

/// <summary>Groups, look-around and flags.</summary>
internal sealed partial class JavaPatternParser
{
    private PatternNode? ParseGroup()
    {
        if (++_nesting > MaxNesting)
        {
            throw new UnsupportedPatternException($"Groups are nested more than {MaxNesting} deep.");
        }

        _at++;
        PatternFlags outer = _flags;
        string opening = "(";
        bool outerIsLookBehind = _isLookBehind;
        if (!Take('?'))
        {
            _groups++;
        }
        else
        {
            switch (Raw())
            {
                case '>':
                    RefuseAtomicInLookBehind();
                    goto case ':';
                case ':':
                    opening = $"(?{(char)Raw()}";
                    _at++;
                    break;
                case '=' or '!':
                    opening = $"(?{(char)Raw()}";
                    _isLookBehind = false;
                    _at++;
                    break;
                case '<':
                    _at++;
                    if (Raw() is '=' or '!')
                    {
                        _isLookBehind = true;
                        opening = $"(?<{(char)Raw()}";
                        _at++;
                    }
                    else
                    {
                        // .NET counts named groups after all others, Java where they stand: so they lose their names.
                        NameGroup();
                    }

                    break;
                default:
                    ParseFlags();
                    if (Take(')'))
                    {
                        _nesting--;
                        return null;
                    }

                    if (!Take(':'))
                    {
                        throw Error("Unknown inline modifier");
                    }

                    opening = "(?:";
                    break;
            }
        }

        PatternNode content = ParseAlternation();
        _isLookBehind = outerIsLookBehind;
        Peek();
        if (!Take(')'))
        {
            throw Error("Unclosed group");
        }

        _flags = outer;
        _nesting--;
        return new GroupNode(opening, content);
    }

    private void NameGroup()
    {
        string name = ParseName();
        _groups++;
        if (!_names.TryAdd(name, _groups))
        {
            throw Error($"Named capturing group <{name}> is already defined");
        }
    }

    private string ParseName()
    {
        StringBuilder name = new();
        while (Raw() is >= 0 and < 128 && char.IsAsciiLetterOrDigit((char)Raw()))
        {
            name.Append((char)Raw());
            _at++;
        }

        if (name.Length == 0 || !char.IsAsciiLetter(name[0]))
        {
            throw Error("capturing group name does not start with a Latin letter");
        }

        return Take('>') ? name.ToString() : throw Error("named capturing group is missing trailing '>'");
    }

    private void ParseFlags()
    {
        bool on = true;
        while (true)
        {
            PatternFlags flag;
            switch (Raw())
            {
                case 'i':
                    flag = PatternFlags.IgnoreCase;
                    break;
                case 'd':
                    flag = PatternFlags.UnixLines;
                    break;
                case 'm':
                    flag = PatternFlags.Multiline;
                    break;
                case 's':
                    flag = PatternFlags.DotAll;
                    break;
                case 'u':
                    flag = PatternFlags.UnicodeCase;
                    break;
                case 'x':
                    flag = PatternFlags.Comments;
                    break;
                case 'c':
                    throw new UnsupportedPatternException("The flag c (canonical equivalence) is not supported.");
                case 'U':
                    throw new UnsupportedPatternException("The flag U (Unicode classes) is not supported; write \\p{IsAlphabetic}, \\p{IsDigit} and the like.");
                case '-' when on:
                    on = false;
                    _at++;
                    continue;
                default:
                    return;
            }

            _flags = on ? _flags | flag : _flags & ~flag;
            _at++;
        }
    }
}
