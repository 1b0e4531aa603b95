using System.Globalization;
using System.Text;

namespace Weir.Engine.Functions.Json;

internal sealed partial class JsonPathFunction
{
    /// <summary>What the numeric functions gather.</summary>
    private struct Numbers
    {
        public int Count;
        public double Sum;
        public double SumOfSquares;
        public double Least;
        public double Greatest;

        public void Add(double value)
        {
            Least = Count == 0 ? value : Math.Min(Least, value);
            Greatest = Count == 0 ? value : Math.Max(Greatest, value);
            Sum += value;
            SumOfSquares += value * value;
            Count++;
        }
    }

    private int Aggregate(JsonPathRun run, int node)
    {
        Numbers numbers = default;
        if (run.Tree[node].Kind == JsonKind.Array)
        {
            AddNumbers(run.Tree, node, ref numbers);
        }

        foreach (JsonPathParameter parameter in _parameters)
        {
            int value = ValueOf(run, parameter);
            if (value < 0)
            {
                return Fail(run);
            }

            AddNumbers(run.Tree, value, ref numbers);
        }

        if (numbers.Count == 0)
        {
            run.Fail(JsonPathFailure.Function, this, "Aggregation function attempted to calculate value using empty array at path ");
            return -1;
        }

        double mean = numbers.Sum / numbers.Count;
        double result = name switch
        {
            "min" => numbers.Least,
            "max" => numbers.Greatest,
            "sum" => numbers.Sum,
            "avg" => mean,
            _ => Math.Sqrt((numbers.SumOfSquares / numbers.Count) - (mean * mean)),
        };
        return run.Tree.AddText(JsonKind.Double, Encoding.ASCII.GetBytes(JavaDouble.ToText(result)));
    }

    private static void AddNumbers(JsonTree tree, int value, ref Numbers numbers)
    {
        if (tree[value].Kind == JsonKind.Array)
        {
            for (int element = tree[value].First; element >= 0; element = tree[element].Next)
            {
                if (tree[element].Kind is JsonKind.Integer or JsonKind.Decimal or JsonKind.Double)
                {
                    numbers.Add(ToDouble(tree, element));
                }
            }
        }
        else if (tree[value].Kind is JsonKind.Integer or JsonKind.Decimal or JsonKind.Double)
        {
            numbers.Add(ToDouble(tree, value));
        }
    }

    private static double ToDouble(JsonTree tree, int node) => double.Parse(tree.TextOf(node), NumberStyles.Float, CultureInfo.InvariantCulture);

    private int Pick(JsonPathRun run, int node)
    {
        int index = name == "first" ? 0 : -1;
        if (name == "index")
        {
            int value = _parameters.Count > 0 ? ValueOf(run, _parameters[0]) : -1;
            if (value < 0 || run.Tree[value].Kind != JsonKind.Integer || !int.TryParse(run.Tree.TextOf(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index))
            {
                return Fail(run);
            }
        }

        int element = run.Tree[node].Kind == JsonKind.Array ? run.Tree.Element(node, index) : -1;
        return element >= 0 ? element : Fail(run);
    }
}
