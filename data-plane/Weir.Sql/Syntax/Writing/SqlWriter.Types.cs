using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Writing;

public sealed partial class SqlWriter
{
    private void Type(TypeSyntax type)
    {
        switch (type)
        {
            case SimpleType simple:
                Add(simple.Name);
                if (simple.Precision is not { } precision) break;
                Add("(");
                Add(precision);
                if (simple.Scale is { } scale)
                {
                    Add(", ");
                    Add(scale);
                }

                Add(")");
                break;
            case CollectionType collection:
                Add(Text(collection.Kind)).Add("<");
                Type(collection.Element);
                Add(">");
                break;
            case MapType map:
                Add("MAP<");
                Type(map.Key);
                Add(", ");
                Type(map.Value);
                Add(">");
                break;
            case RowType row:
                Add("ROW<");
                List(row.Fields, Field);
                Add(">");
                break;
            case StructuredType structured:
                Add("STRUCTURED<");
                String(structured.ClassName);
                foreach (var field in structured.Fields)
                {
                    Add(", ");
                    Field(field);
                }

                Add(">");
                break;
            case IntervalType interval:
                Add("INTERVAL ");
                Qualifier(interval.Qualifier);
                break;
            case RawType raw:
                Add("RAW(");
                String(raw.ClassName);
                Add(", ");
                String(raw.Serializer);
                Add(")");
                break;
            case NamedType named:
                Name(named.Name);
                break;
        }

        if (type.IsNotNull) Add(" NOT NULL");
    }

    private void Field(RowField field)
    {
        Name(field.Name);
        Add(" ");
        Type(field.Type);
        if (field.Comment is null) return;
        Add(" ");
        String(field.Comment);
    }
}
