using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RnnDsl.Generator.Usage;

/// <summary>A body of code, and the name under which the same body is found after an edit.</summary>
/// <param name="Key">The file, the member's name and where the body begins in it. Overloads may share one: they then read each other's entry, which is not theirs.</param>
/// <param name="Node">The member: what is known of a body's variables depends on no more.</param>
internal readonly record struct MemberKey((string, string, int) Key, SyntaxNode Node)
{
    public static MemberKey Of(OperationBlockStartAnalysisContext context)
    {
        var body = context.OperationBlocks[0].Syntax;
        var member = MemberBody.Around(body);
        return new MemberKey((body.SyntaxTree.FilePath, context.OwningSymbol.Name, body.SpanStart - member.SpanStart), member);
    }
}
