using RnnDsl.Generator.Emit;
using Xunit;

namespace RnnDsl.Generator.Tests.Middle;

public sealed class SourceWriterTests
{
    [Fact]
    public void Braces_indent_their_content()
    {
        var writer = new SourceWriter();
        writer.Line("class C");
        using (writer.Braces())
        {
            writer.Line("void M()");
            using (writer.Braces(";"))
            {
                writer.Line("One();\n    .Two();");
            }
        }

        Assert.Equal("class C\n{\n    void M()\n    {\n        One();\n            .Two();\n    };\n}\n", writer.ToString());
    }

    [Fact]
    public void Empty_lines_have_no_spaces_and_none_precedes_a_closing_brace()
    {
        var writer = new SourceWriter();
        using (writer.Braces())
        {
            writer.Line("int a;").Line().Line("int b;").Line();
        }

        Assert.Equal("{\n    int a;\n\n    int b;\n}\n", writer.ToString());
    }

    [Fact]
    public void Unclosed_brace_throws()
    {
        var writer = new SourceWriter();
        writer.Braces();

        Assert.Throws<InvalidOperationException>(writer.ToString);
    }
}
