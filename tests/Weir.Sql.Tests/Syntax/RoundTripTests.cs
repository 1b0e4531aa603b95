using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Writing;

namespace Weir.Sql.Tests.Syntax;

public sealed class RoundTripTests
{
    public static TheoryData<string> Statements => new(SampleStatements.All);

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_written_statement_reads_back_as_the_same_tree(string text)
    {
        var statement = Sql.Statement(text);
        var written = SqlWriter.Write(statement);
        Assert.Equal(SyntaxTree.Print(statement), SyntaxTree.Print(Sql.Statement(written)));
        Assert.Equal(written, SqlWriter.Write(Sql.Statement(written)));
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Every_node_knows_its_place(string text)
    {
        foreach (var node in SyntaxTree.Nodes(Sql.Statement(text)))
        {
            Assert.InRange(node.Span.Start, 0, text.Length);
            Assert.InRange(node.Span.End, node.Span.Start, text.Length);
            var before = text[..node.Span.Start];
            Assert.Equal(before.Count(c => c == '\n') + 1, node.Span.Line);
            Assert.Equal(node.Span.Start - before.LastIndexOf('\n'), node.Span.Column);
        }
    }

    [Fact]
    public void A_written_random_expression_reads_back_as_the_same_tree()
    {
        const int Seed = 20240607;
        var random = new Random(Seed);
        for (var i = 0; i < 3000; i++)
        {
            var expression = RandomExpression.Next(random, depth: 5);
            var written = SqlWriter.Write(expression);
            var read = SqlParser.ParseExpression(written);
            Assert.True(read.Expression is not null, $"seed {Seed}, expression {i}: {written}\n{string.Join('\n', read.Diagnostics)}");
            Assert.Equal(SyntaxTree.Print(expression), SyntaxTree.Print(read.Expression));
        }
    }

    /// <summary>Runs where WEIR_CASES names a folder of test cases (JSON); elsewhere there is nothing to read.</summary>
    [CasesFact]
    public void The_statements_of_the_cases_read_back_as_the_same_trees()
    {
        var count = 0;
        foreach (var text in Cases.Scripts(CasesFactAttribute.Folder!))
        {
            var script = SqlParser.ParseScript(text);
            Assert.True(!script.HasErrors, $"{text}\n{string.Join('\n', script.Diagnostics)}");
            foreach (var statement in script.Statements.Where(s => s is not UnsupportedStatement))
            {
                count++;
                Assert.Equal(SyntaxTree.Print(statement), SyntaxTree.Print(Sql.Statement(SqlWriter.Write(statement))));
            }
        }

        Assert.True(count > 0, "no statement was found in the folder");
    }

    [CasesFact]
    public void The_expressions_of_the_cases_read_back_as_the_same_trees()
    {
        var count = 0;
        foreach (var (text, mayFail) in Cases.Expressions(CasesFactAttribute.Folder!))
        {
            var expression = SqlParser.ParseExpression(text);
            if (expression.Expression is null)
            {
                Assert.True(mayFail, $"{text}\n{string.Join('\n', expression.Diagnostics)}");
                continue;
            }

            count++;
            Assert.Equal(SyntaxTree.Print(expression.Expression), SyntaxTree.Print(Sql.Expression(SqlWriter.Write(expression.Expression))));
        }

        Assert.True(count > 0, "no expression was found in the folder");
    }
}
