using Weir.Engine.Plans;
using Weir.Sql.Logical;

namespace Weir.Sql.Planning;

/// <summary>An operator that drops rows which come too late, and the columns of its input that tell what such a row was.</summary>
internal sealed record LateSource(PlanOperator Operator, LogicalNode Input, IReadOnlyList<int> Columns);
