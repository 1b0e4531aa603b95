using Weir.Engine.Types;
using Weir.Sql.Expressions;

namespace Weir.Sql.Functions;

/// <summary>A call to be resolved: what the text says, bound.</summary>
public sealed class FunctionCall(string name, IReadOnlyList<BoundExpression> arguments, Session session)
{
    /// <summary>The name, in upper case.</summary>
    public string Name { get; } = name;

    /// <summary>The arguments.</summary>
    public IReadOnlyList<BoundExpression> Arguments { get; } = arguments;

    /// <summary>The session's settings.</summary>
    public Session Session { get; } = session;

    /// <summary>
    /// Words of the syntax that are no arguments, in upper case: <c>UNIT</c> -> <c>YEAR</c> (EXTRACT, FLOOR … TO, TIMESTAMPADD, TIMESTAMPDIFF), <c>TRIM</c> -> <c>BOTH</c>,
    /// <c>ON_EMPTY</c> -> <c>NULL | ERROR | DEFAULT | EMPTY ARRAY | EMPTY OBJECT</c>, <c>ON_ERROR</c> likewise (JSON_EXISTS: <c>TRUE | FALSE | UNKNOWN | ERROR</c>), <c>WRAPPER</c> ->
    /// <c>WITHOUT | CONDITIONAL | UNCONDITIONAL</c>, <c>ON_NULL</c> -> <c>NULL | ABSENT</c> (JSON_OBJECT, JSON_ARRAY and their aggregates).
    /// </summary>
    public IReadOnlyDictionary<string, string> Modifiers { get; init; } = new Dictionary<string, string>();

    /// <summary>The type after RETURNING, if any.</summary>
    public DataType? Returning { get; init; }

    /// <summary>The operand of DEFAULT … ON EMPTY, if any.</summary>
    public BoundExpression? DefaultOnEmpty { get; init; }

    /// <summary>The operand of DEFAULT … ON ERROR, if any.</summary>
    public BoundExpression? DefaultOnError { get; init; }

    /// <summary>How many arguments.</summary>
    public int Count => Arguments.Count;

    /// <summary>Whether one of the arguments may be NULL.</summary>
    public bool AnyNullable => Arguments.Any(a => a.Type.IsNullable);

    /// <summary>The type of an argument.</summary>
    public DataType TypeOf(int argument) => Arguments[argument].Type;

    /// <summary>Whether an argument is a constant that is not NULL, and which.</summary>
    public bool TryGetLiteral<T>(int argument, out T value)
    {
        if (argument < Arguments.Count && Arguments[argument] is BoundLiteral { Value: T literal })
        {
            value = literal;
            return true;
        }

        value = default!;
        return false;
    }
}
