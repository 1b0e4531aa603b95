using Weir.Engine.Functions.Collections;
using Weir.Engine.Functions.Values;
using Weir.Engine.Types;
using Weir.Sql.Types;

namespace Weir.Sql.Functions.Collections;

internal static partial class CollectionFunctions
{
    private static ResolvedFunction? ResolveItem(FunctionCall call)
    {
        if (call.Count != 2)
        {
            return null;
        }

        return call.TypeOf(0).Root switch
        {
            TypeRoot.Array => ResolveArrayItem(call),
            TypeRoot.Map => ResolveMapItem(call),
            TypeRoot.Row => ResolveRowItem(call),
            _ => null,
        };
    }

    private static ResolvedFunction? ResolveArrayItem(FunctionCall call)
    {
        if (call.TypeOf(1).Root != TypeRoot.Integer)
        {
            return call.TypeOf(1).IsInteger ? throw new FunctionCallException($"The index of an array must be INT, not {call.TypeOf(1)}.", 1, "CAST it to INT.") : null;
        }

        if (call.TryGetLiteral(1, out int index) && index < 1)
        {
            throw new FunctionCallException($"Array element access needs an index starting at 1 but was {index}.", 1);
        }

        return new ResolvedFunction { ArgumentTypes = [null, null], ReturnType = call.TypeOf(0).Element.Nullable(), Kernel = () => ArrayKernels.Item };
    }

    private static ResolvedFunction? ResolveMapItem(FunctionCall call)
    {
        DataType key = call.TypeOf(0).Key;
        DataType given = call.TypeOf(1);
        DataType? wanted = null;
        bool sameFamily = (key.IsCharacterString && given.IsCharacterString) || (key.IsBinaryString && given.IsBinaryString) || (key.IsInteger && given.IsInteger);
        if (!sameFamily && !key.SameAs(given))
        {
            if (!CastRules.CanCastImplicitly(given, key) || given.Root == TypeRoot.Null)
            {
                return null;
            }

            wanted = key.WithNullable(given.IsNullable);
        }

        return new ResolvedFunction { ArgumentTypes = [null, wanted], ReturnType = call.TypeOf(0).Value.Nullable(), Kernel = () => MapKernels.Item };
    }

    private static ResolvedFunction? ResolveRowItem(FunctionCall call)
    {
        IReadOnlyList<RowField> fields = call.TypeOf(0).Fields;
        int field = -1;
        if (call.TryGetLiteral(1, out string name))
        {
            for (int f = 0; f < fields.Count && field < 0; f++)
            {
                field = fields[f].Name == name ? f : -1;
            }
        }
        else if (call.TryGetLiteral(1, out int position))
        {
            field = position - 1;
        }
        else
        {
            throw new FunctionCallException("The field of a row must be a literal: its name, or its position from 1.", 1);
        }

        if (field < 0 || field >= fields.Count)
        {
            throw new FunctionCallException($"There is no such field in {call.TypeOf(0)}.", 1);
        }

        DataType type = fields[field].Type;
        return new ResolvedFunction
        {
            ArgumentTypes = [null, null],
            ReturnType = type.WithNullable(type.IsNullable || call.TypeOf(0).IsNullable),
            Kernel = () => ConstructKernels.Field(field),
        };
    }
}
