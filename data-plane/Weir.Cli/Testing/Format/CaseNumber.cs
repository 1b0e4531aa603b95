namespace Weir.Cli.Testing.Format;

/// <summary>A number of a case file as it is written there: how exact it is, the column's type decides.</summary>
internal sealed record CaseNumber(string Text)
{
    public override string ToString() => Text;
}
