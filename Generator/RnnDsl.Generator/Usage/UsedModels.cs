using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Usage;

/// <summary>The models used in one compilation, each read at its first use: a file without models has no cost.</summary>
/// <param name="compilation">The compilation.</param>
/// <param name="targets">The names of the targets.</param>
internal sealed class UsedModels(Compilation compilation, TargetNames targets)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, UsedModel?> _models = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxNode, MemberBody> _bodies = new();
    private readonly ConcurrentDictionary<ILocalSymbol, KnownValue?> _variables = new(SymbolEqualityComparer.Default);
    private readonly Lazy<CompilationEnvironment> _environment = new(() => CompilationEnvironment.Of(compilation, targets));
    private readonly Lazy<ProjectSnapshot> _project = new(() => ProjectSnapshot.Of(compilation));

    /// <summary>Evaluated only if a diagnostic depends on it, because it reads every file.</summary>
    private readonly Lazy<bool> _changesDefaultType = new(() =>
        compilation.SyntaxTrees.Any(tree => tree.TryGetText(out var text) && text.ToString().Contains("set_default_dtype")));

    /// <summary>Results from earlier compilations of the project.</summary>
    public ProjectSnapshot Project => _project.Value;

    /// <summary>Whether the program sets another default dtype than float32.</summary>
    public bool ChangesDefaultType => _changesDefaultType.Value;

    /// <summary>The model of a type; null if it is not a model.</summary>
    public UsedModel? Find(ITypeSymbol? type, CancellationToken cancellation)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class } named || !DerivesFromModule(named))
        {
            return null;
        }

        var definition = named.OriginalDefinition;
        return _models.TryGetValue(definition, out var known)
            ? known
            : _models.GetOrAdd(definition, Read(definition));

        UsedModel? Read(INamedTypeSymbol type) =>
            Project.Declaration(Name(type), () => UsedDeclaration.Of(type, _environment.Value, cancellation)) is { } declaration ? new UsedModel(type, declaration) : null;
    }

    /// <summary>The assignments to the variables of a member.</summary>
    public MemberBody Body(SyntaxNode member) => _bodies.GetOrAdd(member, MemberBody.Of);

    /// <summary>The known value of a variable, cached: most variables are used several times.</summary>
    public KnownValue? Variable(ILocalSymbol variable, Func<KnownValue?> read) => _variables.TryGetValue(variable, out var known) ? known : _variables.GetOrAdd(variable, read());

    /// <summary>The name of a class, unique in the project and its references.</summary>
    private static string Name(INamedTypeSymbol type) => $"{type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}, {type.ContainingAssembly.Name}";

    private static bool DerivesFromModule(INamedTypeSymbol type) => type.BaseType is { Name: "Module", ContainingType.Name: "nn" } or { Name: "DeclaredModule" };
}
