using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Emit;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Pipeline;

/// <summary>The stages of the compiler and what each may name: a stage knows those before it, and no stage but a target knows C# or TorchSharp.</summary>
public sealed class ArchitectureTests
{
    /// <summary>The folders directly before a folder; its files may name those and all before them, and Common.</summary>
    private static readonly Dictionary<string, string[]> Arrows = Below(new()
    {
        ["Common"] = [],
        ["Shapes"] = [],
        ["Equations"] = [],
        ["Semantics/Diagnostics"] = ["Shapes", "Equations"],
        ["Lowering/Operations"] = ["Shapes", "Semantics/Diagnostics"],
        ["Layers"] = ["Shapes", "Semantics/Diagnostics", "Lowering/Operations"],
        ["Parsing"] = ["Equations", "Layers"],
        ["Semantics"] = ["Shapes", "Equations", "Semantics/Diagnostics", "Lowering/Operations", "Layers", "Parsing"],
        ["Lowering/Cells"] = ["Equations", "Semantics"],
        ["Lowering/Derivative"] = ["Lowering/Cells"],
        ["Lowering/Equations"] = ["Lowering/Cells", "Lowering/Derivative"],
        ["Lowering/Scans"] = ["Lowering/Cells"],
        ["Lowering/Schedule"] = ["Lowering/Cells", "Lowering/Derivative", "Lowering/Scans"],
        ["Lowering/Rows"] = ["Lowering/Cells", "Lowering/Derivative", "Lowering/Schedule"],
        ["Lowering/Inference"] = ["Lowering/Equations", "Lowering/Schedule", "Lowering/Rows"],
        ["Lowering"] = ["Lowering/Cells", "Lowering/Equations", "Lowering/Derivative", "Lowering/Scans", "Lowering/Schedule", "Lowering/Rows", "Lowering/Inference", "Semantics"],
        ["Emit"] = ["Lowering"],
        ["Usage"] = ["Semantics"],
    });

    /// <summary>
    /// The targets and the others that each names: kernels are parts of the classes of TorchSharp's loops, which call them; streams compute rows as kernels do; ONNX files are written by methods of
    /// TorchSharp's modules. What all share lies beside their folders, and names them in one file.
    /// </summary>
    private static readonly Dictionary<string, string[]> TargetArrows = new()
    {
        ["Torch"] = ["Kernels"],
        ["Kernels"] = ["Torch"],
        ["Streaming"] = ["Kernels"],
        ["Onnx"] = ["Torch"],
        [""] = [],
    };

    private const string TypesOfTargets = "EmittedTypes.cs";

    /// <summary>Names that users write as well: attributes and their arguments, the state record, the hook, and what a class overrides or calls to register modules; and the end of a local's name.</summary>
    private static readonly string[] WordsOfTheLanguage = ["Encoder", "Decoder", "Step", "Streaming", "Loss", "State", "OnConstructed", "RegisterComponents", "register_module", "Lengths"];

    /// <summary>The folders whose files read Roslyn's symbols; the files of the shell, which have no folder, do too.</summary>
    private static readonly string[] ReadRoslyn = ["Parsing", "Usage", ""];

    private static readonly string Root = RepositoryFiles.Generator;

    private static readonly List<SyntaxTree> Trees = [.. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview), file))];

    private static readonly CSharpCompilation Compilation =
        CSharpCompilation.Create("generator", Trees, References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>What each file names; its code is bound once for all tests.</summary>
    private static readonly Dictionary<SyntaxTree, Lazy<List<(string Symbol, SyntaxTree Tree)>>> NamedIn =
        Trees.ToDictionary(static tree => tree, static tree => new Lazy<List<(string Symbol, SyntaxTree Tree)>>(() => [.. Named(tree, Compilation.GetSemanticModel(tree)).Distinct()]));

    [Fact]
    public void Each_folder_names_only_the_folders_before_it()
    {
        var wrong = Trees.Where(tree => FolderOf(tree).Length > 0)
            .SelectMany(tree => NamedIn[tree].Value.Where(named => !IsAllowed(FolderOf(tree), FolderOf(named.Tree)))
                .Select(named => $"{Path.GetRelativePath(Root, tree.FilePath)} names {named.Symbol}, of {FolderOf(named.Tree)}"))
            .Distinct()
            .ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Targets_print_the_plan_and_do_not_read_the_model()
    {
        var wrong = Trees.Where(tree => FolderOf(tree) == "Emit")
            .SelectMany(tree => NamedIn[tree].Value.Where(named => FolderOf(named.Tree) is "Semantics" or "Layers")
                .Select(named => $"{Path.GetRelativePath(Root, tree.FilePath)} names {named.Symbol}, of {FolderOf(named.Tree)}"))
            .Distinct()
            .ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Targets_name_another_target_only_where_one_adds_to_the_other()
    {
        var wrong = Trees.Where(tree => FolderOf(tree) == "Emit" && Path.GetFileName(tree.FilePath) != TypesOfTargets)
            .SelectMany(tree => NamedIn[tree].Value
                .Where(named => FolderOf(named.Tree) == "Emit" && TargetOf(named.Tree) is { Length: > 0 } target && target != TargetOf(tree) && !TargetArrows[TargetOf(tree)].Contains(target))
                .Select(named => $"{Path.GetRelativePath(Root, tree.FilePath)} names {named.Symbol}, of {TargetOf(named.Tree)}"))
            .Distinct()
            .ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void The_shell_lists_the_targets_and_names_none_elsewhere()
    {
        Assert.Equal(TargetArrows.Keys.Where(target => target.Length > 0), Trees.Where(tree => FolderOf(tree) == "Emit").Select(TargetOf).Where(target => target.Length > 0).Distinct().OrderBy(target => TargetArrows.Keys.ToList().IndexOf(target)));
        Assert.Equal(TargetArrows.Count - 1, Targets.All.Count);
        Assert.All(Targets.Names.Types, static type => Assert.StartsWith("global::", EmittedTypes.FullName(type), StringComparison.Ordinal));

        var wrong = Trees.Where(tree => FolderOf(tree).Length == 0 && Path.GetFileName(tree.FilePath) is not "Targets.cs")
            .SelectMany(tree => NamedIn[tree].Value.Where(named => FolderOf(named.Tree) == "Emit").Select(named => $"{Path.GetRelativePath(Root, tree.FilePath)} names {named.Symbol}"))
            .ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Only_parsing_and_the_shell_read_the_symbols_of_Roslyn() => Assert.Empty(
        Trees.Where(tree => !ReadRoslyn.Contains(FolderOf(tree)) && tree.GetCompilationUnitRoot().DescendantNodes().OfType<UsingDirectiveSyntax>().Any(IsOfRoslyn))
            .Select(tree => Path.GetRelativePath(Root, tree.FilePath)));

    [Fact]
    public void No_stage_before_the_targets_writes_code() => Assert.Empty(
        Trees.Where(tree => FolderOf(tree).StartsWith("Lowering", StringComparison.Ordinal) || FolderOf(tree) is "Shapes" or "Equations")
            .SelectMany(tree => tree.GetRoot().DescendantTokens().Where(IsCode).Select(token => $"{Path.GetRelativePath(Root, tree.FilePath)}: {token.Text}")));

    [Fact]
    public void No_stage_before_the_targets_knows_their_names()
    {
        var targets = Targets.Names;
        var reserved = targets.ModelMembers.Concat(targets.EncoderDecoderMembers).Select(member => member.Name)
            .Concat(targets.TypesInExpressions).Concat(targets.InheritedMembers).Concat(targets.InheritedFields).Concat(targets.NestedTypes).Concat(targets.ConstructorNames).Concat(targets.StateMembers)
            .Except(WordsOfTheLanguage)
            .ToHashSet(StringComparer.Ordinal);

        var wrong = Trees.Where(tree => FolderOf(tree).Split('/')[0] is "Parsing" or "Semantics" or "Layers" or "Lowering" or "Shapes" or "Equations")
            .SelectMany(tree => tree.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.StringLiteralToken) && reserved.Contains(token.ValueText))
                .Select(token => $"{Path.GetRelativePath(Root, tree.FilePath)} names {token.Text}"))
            .Distinct()
            .ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Emitted_files_are_found_by_the_class_of_the_generator() => Assert.Equal(TypeParser.GeneratedFolder, typeof(ModelGenerator).FullName);

    [Fact]
    public void Every_folder_has_its_place() => Assert.Empty(Trees.Select(FolderOf).Where(folder => folder.Length > 0).Distinct().Except(Arrows.Keys));

    /// <summary>Each folder with all that are before it.</summary>
    private static Dictionary<string, string[]> Below(Dictionary<string, string[]> direct)
    {
        return direct.ToDictionary(pair => pair.Key, pair => All(pair.Key).Append("Common").Distinct().ToArray());

        IEnumerable<string> All(string folder) => direct[folder].SelectMany(before => All(before).Prepend(before));
    }

    private static bool IsAllowed(string from, string to) => from == to || to.Length > 0 && Arrows[from].Contains(to);

    private static bool IsOfRoslyn(UsingDirectiveSyntax directive) => directive.Name?.ToString().StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true;

    /// <summary>Whether a token is a text in which C# or TorchSharp's members stand.</summary>
    private static bool IsCode(SyntaxToken token) =>
        token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
        && new[] { "torch", "nn.", "global::", "weights.", ".size(", ".narrow(", "var ", "new " }.Any(part => token.ValueText.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>The generator's own types that a file names, and the files that declare them.</summary>
    private static IEnumerable<(string Symbol, SyntaxTree Tree)> Named(SyntaxTree tree, SemanticModel model) => tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        .Select(name => model.GetSymbolInfo(name).Symbol)
        .OfType<ISymbol>()
        .Where(symbol => symbol is not (INamespaceSymbol or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol))
        .Select(symbol => symbol as INamedTypeSymbol ?? symbol.ContainingType)
        .Where(type => type is not null && type.DeclaringSyntaxReferences.Length > 0)
        .Select(type => (type.Name, type.DeclaringSyntaxReferences[0].SyntaxTree));

    /// <summary>The stage of a file: its folder, or one below it that is a stage of its own; empty for the shell.</summary>
    private static string FolderOf(SyntaxTree tree)
    {
        var parts = Path.GetRelativePath(Root, tree.FilePath).Split(Path.DirectorySeparatorChar)[..^1];
        return parts switch
        {
            [] => "",
            [var folder, var below, ..] when Arrows.ContainsKey($"{folder}/{below}") => $"{folder}/{below}",
            [var folder, ..] => folder,
        };
    }

    /// <summary>The target of a file of Emit; empty for what all share.</summary>
    private static string TargetOf(SyntaxTree tree) => Path.GetRelativePath(Path.Combine(Root, "Emit"), tree.FilePath).Split(Path.DirectorySeparatorChar) is [var target, _, ..] ? target : "";

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("RnnDsl.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
}
