using System.Buffers;
using System.Text;

namespace Weir.Engine.Functions.Json;

/// <summary>The operators of a filter.</summary>
internal enum JsonPathOperator
{
    Equal,
    NotEqual,
    StrictEqual,
    StrictNotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Matches,
    In,
    NotIn,
    Contains,
    All,
    Size,
    Empty,
    SubsetOf,
    AnyOf,
    NoneOf,
}

/// <summary>A comparison in a filter.</summary>
internal sealed class JsonPathComparison(JsonPathOperand left, JsonPathOperator comparison, JsonPathOperand right) : JsonPathCondition
{
    private readonly ArrayBufferWriter<byte> _scratch = new();

    /// <inheritdoc/>
    public override bool Holds(JsonPathRun run, int item)
    {
        left.TryValue(run, item, out JsonPathValue l, out bool leftInvalid);
        right.TryValue(run, item, out JsonPathValue r, out bool rightInvalid);
        return !leftInvalid && !rightInvalid && Holds(l, r);
    }

    private bool Holds(JsonPathValue l, JsonPathValue r) => comparison switch
    {
        JsonPathOperator.Equal => Same(l, r),
        JsonPathOperator.NotEqual => !Same(l, r),
        JsonPathOperator.StrictEqual => SameType(l, r) && Same(l, r),
        JsonPathOperator.StrictNotEqual => !(SameType(l, r) && Same(l, r)),
        JsonPathOperator.Less => TryCompare(l, r, out int order) && order < 0,
        JsonPathOperator.LessOrEqual => TryCompare(l, r, out int order) && order <= 0,
        JsonPathOperator.Greater => TryCompare(l, r, out int order) && order > 0,
        JsonPathOperator.GreaterOrEqual => TryCompare(l, r, out int order) && order >= 0,
        JsonPathOperator.Matches => Matches(l, r),
        JsonPathOperator.In => r.IsArray && HasElement(r, l),
        JsonPathOperator.NotIn => !(r.IsArray && HasElement(r, l)),
        JsonPathOperator.Contains => Contains(l, r),
        JsonPathOperator.All => l.IsContainer && (!l.IsArray || Covers(l, r)),
        JsonPathOperator.Size => HasSize(l, r),
        JsonPathOperator.Empty => r.IsBoolean && (l.IsString ? l.Text.IsEmpty : l.IsContainer && l.Tree![l.Node].Count == 0) == (r.Kind == JsonKind.True) && (l.IsString || l.IsContainer),
        JsonPathOperator.SubsetOf => l.IsArray && r.IsArray && Covers(r, l),
        JsonPathOperator.AnyOf => l.IsArray && r.IsArray && Meets(l, r),
        _ => l.IsArray && r.IsArray && !Meets(l, r),
    };

    private bool Same(JsonPathValue l, JsonPathValue r)
    {
        if (l.IsUndefined || r.IsUndefined || l.IsPattern || r.IsPattern)
        {
            return false;
        }

        if (l.IsNumber && r.IsNumber)
        {
            return JsonNumber.Compare(l.Text, r.Text) == 0;
        }

        // A string equals a number when it is written as the number prints; a number equals a string when the string reads as it.
        if (l.IsString && r.IsNumber)
        {
            return l.Text.SequenceEqual(Print(r));
        }

        if (l.IsNumber && r.IsString)
        {
            return IsNumberText(r.Text) && JsonNumber.Compare(l.Text, r.Text) == 0;
        }

        return DeepSame(l.Tree!, l.Node, r.Tree!, r.Node);
    }

    private static bool DeepSame(JsonTree leftTree, int left, JsonTree rightTree, int right)
    {
        JsonNode l = leftTree[left];
        JsonNode r = rightTree[right];
        if (l.Kind != r.Kind || l.Count != r.Count)
        {
            return false;
        }

        switch (l.Kind)
        {
            case JsonKind.Array:
                for (int a = l.First, b = r.First; a >= 0; a = leftTree[a].Next, b = rightTree[b].Next)
                {
                    if (!DeepSame(leftTree, a, rightTree, b))
                    {
                        return false;
                    }
                }

                return true;
            case JsonKind.Object:
                for (int a = l.First; a >= 0; a = leftTree[a].Next)
                {
                    int b = rightTree.Member(right, leftTree.NameOf(a));
                    if (b < 0 || !DeepSame(leftTree, a, rightTree, b))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return leftTree.TextOf(left).SequenceEqual(rightTree.TextOf(right));
        }
    }

    private static bool SameType(JsonPathValue l, JsonPathValue r) =>
        !l.IsUndefined && !r.IsUndefined
        && ((l.IsNumber && r.IsNumber) || (l.IsBoolean && r.IsBoolean) || (l.IsContainer && r.IsContainer) || (!l.IsPattern && !r.IsPattern && l.Kind == r.Kind));

    private static bool TryCompare(JsonPathValue l, JsonPathValue r, out int order)
    {
        order = 0;
        if (l.IsNumber && r.IsNumber)
        {
            order = JsonNumber.Compare(l.Text, r.Text);
            return true;
        }

        if (l.IsString && r.IsString)
        {
            order = JsonText.CompareAsUtf16(l.Text, r.Text);
            return true;
        }

        return false;
    }

    private bool Matches(JsonPathValue l, JsonPathValue r)
    {
        if (l.IsPattern == r.IsPattern)
        {
            return false;
        }

        JsonPathValue pattern = l.IsPattern ? l : r;
        JsonPathValue value = l.IsPattern ? r : l;
        if (!value.IsArray)
        {
            return pattern.Pattern!.IsMatch(Input(value));
        }

        for (int element = value.Tree![value.Node].First; element >= 0; element = value.Tree[element].Next)
        {
            if (pattern.Pattern!.IsMatch(Input(new JsonPathValue(value.Tree, element, null))))
            {
                return true;
            }
        }

        return false;
    }

    private string Input(JsonPathValue value)
    {
        if (value.IsString)
        {
            return Encoding.UTF8.GetString(value.Text);
        }

        return value.IsNumber || value.IsBoolean ? Encoding.UTF8.GetString(Print(value)) : string.Empty;
    }

    private ReadOnlySpan<byte> Print(JsonPathValue value)
    {
        _scratch.ResetWrittenCount();
        value.Tree!.WritePlain(_scratch, value.Node);
        return _scratch.WrittenSpan;
    }

    private bool HasElement(JsonPathValue list, JsonPathValue value)
    {
        for (int element = list.Tree![list.Node].First; element >= 0; element = list.Tree[element].Next)
        {
            if (Same(value, new JsonPathValue(list.Tree, element, null)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a list has every element of another.</summary>
    private bool Covers(JsonPathValue list, JsonPathValue elements)
    {
        if (!elements.IsArray)
        {
            return false;
        }

        for (int element = elements.Tree![elements.Node].First; element >= 0; element = elements.Tree[element].Next)
        {
            if (!HasElement(list, new JsonPathValue(elements.Tree, element, null)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether two lists share an element.</summary>
    private bool Meets(JsonPathValue l, JsonPathValue r)
    {
        for (int element = l.Tree![l.Node].First; element >= 0; element = l.Tree[element].Next)
        {
            if (HasElement(r, new JsonPathValue(l.Tree, element, null)))
            {
                return true;
            }
        }

        return false;
    }

    private bool Contains(JsonPathValue l, JsonPathValue r) => l.IsString ? r.IsString && l.Text.IndexOf(r.Text) >= 0 : l.IsArray && HasElement(l, r);

    private static bool HasSize(JsonPathValue l, JsonPathValue r)
    {
        if (!r.IsNumber || !decimal.TryParse(r.Text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out decimal size))
        {
            return false;
        }

        // An object has no size here.
        int actual = l.IsString ? Encoding.UTF8.GetCharCount(l.Text) : l.IsArray ? l.Tree![l.Node].Count : l.IsContainer ? -1 : int.MinValue;
        return actual == (int)Math.Truncate(size);
    }

    private static bool IsNumberText(ReadOnlySpan<byte> text) =>
        double.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowDecimalPoint | System.Globalization.NumberStyles.AllowExponent, System.Globalization.CultureInfo.InvariantCulture, out _)
        && text.Length > 0 && (char.IsAsciiDigit((char)text[^1]) || text[^1] == '.') && text[0] != 'I' && text[0] != 'N';
}
