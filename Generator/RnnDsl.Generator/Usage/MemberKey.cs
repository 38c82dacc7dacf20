using Microsoft.CodeAnalysis;

namespace RnnDsl.Generator.Usage;

/// <summary>A body of code, and a key that identifies it across edits.</summary>
/// <param name="Key">The file, the member's name and the start of the body in it. Overloads may share a key; they then overwrite each other's entry.</param>
/// <param name="Node">The member: the known properties of its variables depend on it only.</param>
internal readonly record struct MemberKey((string, string, int) Key, SyntaxNode Node)
{
    public static MemberKey Of(ISymbol owner, IOperation block)
    {
        var body = block.Syntax;
        var member = MemberBody.EnclosingMember(body);
        return new MemberKey((body.SyntaxTree.FilePath, owner.Name, body.SpanStart - member.SpanStart), member);
    }
}
