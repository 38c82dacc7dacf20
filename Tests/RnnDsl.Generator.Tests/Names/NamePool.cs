using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Tests.Infrastructure;
using static TorchSharp.torch;

namespace RnnDsl.Generator.Tests.Names;

/// <summary>Names that mean something to C#, to TorchSharp or to the emitted code.</summary>
internal static class NamePool
{
    /// <summary>Keywords of C#, contextual ones included.</summary>
    public static IReadOnlyList<string> Keywords { get; } =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds()).Select(SyntaxFacts.GetText).Where(SyntaxFacts.IsValidIdentifier).Distinct(),
        "nameof", "dynamic", "nint", "nuint", "notnull", "unmanaged", "args", "_",
    ];

    /// <summary>Members of modules and of what they derive from.</summary>
    public static IReadOnlyList<string> ModuleMembers { get; } = Members(typeof(nn.Module<Tensor, Tensor>), BindingFlags.Instance | BindingFlags.Static);

    /// <summary>Types inside a module and inside what it derives from.</summary>
    public static IReadOnlyList<string> ModuleTypes { get; } = [.. Bases(typeof(nn.Module<Tensor, Tensor>))
        .SelectMany(level => level.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)).Where(type => !type.IsNestedPrivate).Select(type => type.Name.Split('`')[0]).Where(SyntaxFacts.IsValidIdentifier).Distinct()];

    /// <summary>What <c>using static torch</c> brings, and the types of TorchSharp's modules.</summary>
    public static IReadOnlyList<string> TorchMembers { get; } =
        [.. Members(typeof(TorchSharp.torch), BindingFlags.Static), .. typeof(TorchSharp.Modules.Linear).Assembly.GetExportedTypes().Where(type => type.Namespace is "TorchSharp" or "TorchSharp.Modules").Select(type => type.Name).Where(SyntaxFacts.IsValidIdentifier)];

    /// <summary>Every identifier of the emitted code that snapshots hold: types, members, parameters and locals.</summary>
    public static IReadOnlyList<string> Emitted { get; } =
    [
        .. Directory.EnumerateFiles(RepositoryFiles.Snapshots, "*.verified.cs", SearchOption.AllDirectories)
            .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(token => token.ValueText)
            .Where(SyntaxFacts.IsValidIdentifier)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Keywords.Concat(ModuleMembers).Concat(TorchMembers).Concat(Emitted).Distinct()];

    private static List<string> Members(Type type, BindingFlags flags)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var level in Bases(type))
        {
            names.UnionWith(level.GetMembers(flags | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(member => member is not MethodBase { IsPrivate: true } and not FieldInfo { IsPrivate: true } and not MethodBase { IsAssembly: true } and not FieldInfo { IsAssembly: true })
                .Select(member => member.Name.Split('`')[0])
                .Where(SyntaxFacts.IsValidIdentifier));
        }

        return [.. names];
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            yield return level;
        }
    }
}
