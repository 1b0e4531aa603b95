using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>
/// What a text argument (a pattern, a zone) is prepared to. A constant is prepared once; else the last one is kept, found again by its bytes. Not thread-safe.
/// </summary>
internal sealed class Compiled<T>(Func<string, T> prepare, string? constant)
    where T : class
{
    private byte[] _lastText = [];
    private T? _last;

    /// <summary>The prepared constant, or null when the text is a column.</summary>
    public T? Constant { get; } = constant is null ? null : prepare(constant);

    /// <summary>The prepared form of the text (which is not looked at when it was given as a constant).</summary>
    /// <exception cref="EvaluationException">The text cannot be prepared.</exception>
    public T Get(ReadOnlySpan<byte> text)
    {
        if (Constant is not null)
        {
            return Constant;
        }

        if (_last is null || !text.SequenceEqual(_lastText))
        {
            try
            {
                _last = prepare(System.Text.Encoding.UTF8.GetString(text));
            }
            catch (PatternException e)
            {
                throw new EvaluationException(e.Message, e);
            }

            _lastText = text.ToArray();
        }

        return _last;
    }
}
