using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Catalogs;

/// <summary>A view in the catalog: its query is bound anew wherever it is used, with names looked for in the database that was in use when it was created.</summary>
internal sealed record CatalogView(string Name, CreateView Definition, CatalogPath Path);
