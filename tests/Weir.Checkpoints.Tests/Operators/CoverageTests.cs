using System.Collections;
using System.Reflection;
using Weir.Checkpoints.Tests.Tables;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.State;

namespace Weir.Checkpoints.Tests.Operators;

/// <summary>Whoever adds an operator or a kind of state says how it outlasts a crash: in the table of cases, or here that there is nothing to outlast.</summary>
public sealed class CoverageTests
{
    /// <summary>Operators that keep nothing from one batch to the next.</summary>
    private static readonly string[] s_stateless = ["CalcOperator", "ConstraintEnforcerOperator", "ForwardOperator", "KeyOnlyDeleteOperator", "RowKindFilterOperator"];

    /// <summary>Kinds of state that no statement of the cases reaches.</summary>
    private static readonly string[] s_unreached = ["SingleValueState"];

    [Fact]
    public void Every_operator_is_in_the_table_or_has_no_state()
    {
        HashSet<string> named = [.. OperatorCases.All.SelectMany(c => c.Operators), .. s_stateless];
        Assert.Empty(Kinds(typeof(Operator)).Except(named));
        Assert.Empty(named.Except(Kinds(typeof(Operator))));
    }

    [Fact]
    public void Every_case_has_the_operators_that_it_is_there_for()
    {
        foreach (OperatorCase test in OperatorCases.All)
        {
            HashSet<string> made = [.. Made(test).Select(o => o.GetType().Name)];
            Assert.True(test.Operators.All(made.Contains), $"{test.Name}: {string.Join(", ", test.Operators.Except(made))} is not among {string.Join(", ", made)}.");
        }
    }

    [Fact]
    public void Every_kind_of_state_by_slot_is_in_some_case()
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        HashSet<string> found = [];
        foreach (OperatorCase test in OperatorCases.All)
        {
            foreach (Operator op in Made(test))
            {
                Visit(op, seen, found);
            }
        }

        Assert.Empty(Kinds(typeof(SlotState)).Except(found).Except(s_unreached));
        Assert.Empty(s_unreached.Except(Kinds(typeof(SlotState)).Except(found)));
    }

    private static IEnumerable<string> Kinds(Type of) => typeof(Operator).Assembly.GetTypes().Where(t => t.IsSubclassOf(of) && !t.IsAbstract).Select(t => t.Name);

    private static IEnumerable<Operator> Made(OperatorCase test) => TestTables.Compile(test.Script, test.Inputs, test.Output).Operators.Select(o => o.Create());

    private static void Visit(object? value, HashSet<object> seen, HashSet<string> found)
    {
        if (value is null or string || value.GetType().IsValueType || !seen.Add(value))
        {
            return;
        }

        Type type = value.GetType();
        if (value is SlotState)
        {
            found.Add(type.Name);
        }

        if (type.Assembly != typeof(Operator).Assembly)
        {
            if (value is IEnumerable items)
            {
                foreach (object? item in items)
                {
                    Visit(item, seen, found);
                }
            }

            return;
        }

        for (Type? at = type; at is not null && at.Assembly == typeof(Operator).Assembly; at = at.BaseType)
        {
            foreach (FieldInfo field in at.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(f => !f.FieldType.IsPointer && !f.FieldType.IsByRefLike))
            {
                Visit(field.GetValue(value), seen, found);
            }
        }
    }
}
