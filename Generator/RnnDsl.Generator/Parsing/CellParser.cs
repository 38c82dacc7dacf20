using System.Globalization;
using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Parsing;

/// <summary>Reads the attributes of a cell's class, and the arguments of a layer for its cell.</summary>
internal static class CellParser
{
    public static bool IsCell(INamedTypeSymbol attribute) => attribute.Name == "CellAttribute" && ModelParser.IsOurs(attribute);

    public static bool IsParameter(INamedTypeSymbol attribute) => attribute.Name == "CellParameterAttribute" && ModelParser.IsOurs(attribute);

    /// <summary>The cell that a class declares.</summary>
    public static CellDeclaration Parse(INamedTypeSymbol type) =>
        CompilerFailure.Run(Stage.Parse, type.Name, () => Read(type), failure => new CellDeclaration(
            type.Name, IsCell: true, type.DeclaringSyntaxReferences.Length > 0, "", null, default)
        {
            Failure = failure,
        });

    private static CellDeclaration Read(INamedTypeSymbol type)
    {
        var cell = Attribute(type);
        return new CellDeclaration(
            type.Name,
            cell is not null,
            type.DeclaringSyntaxReferences.Length > 0,
            cell is null ? "" : new AttributeReader(cell).Positional(0, ""),
            cell is null ? null : new AttributeReader(cell).Named<string?>("States", null),
            ParameterAttributes(type).Select(Parameter).ToEquatableArray())
        {
            Values = cell is null ? null : new AttributeReader(cell).Named<string?>("Values", null),
            Input = cell is null ? null : new AttributeReader(cell).Named<string?>("Input", null),
            Inputs = cell is null ? null : new AttributeReader(cell).Named<string?>("Inputs", null),
            Output = cell is null ? null : new AttributeReader(cell).Named<string?>("Output", null),
            Time = cell is null ? null : new AttributeReader(cell).Named<string?>("Time", null),
            Vectors = cell is null ? 0 : new AttributeReader(cell).Named("Vectors", 0),
            Constants = cell is null ? null : new AttributeReader(cell).Named<string?>("Constants", null),
            ModelAttribute = type.GetAttributes().Select(attribute => attribute.AttributeClass)
                .FirstOrDefault(kind => kind is not null && (ModelParser.IsModel(kind) || ModelParser.IsLayer(kind))) is { } model
                    ? model.Name.Substring(0, model.Name.Length - nameof(System.Attribute).Length)
                    : null,
            IsIncomplete = cell is null && type.GetAttributes().Any(attribute => attribute.AttributeClass is { } kind && IsCell(kind)),
        };
    }

    /// <summary>The <c>[Cell]</c> attribute; null if there is none that C# can read.</summary>
    public static AttributeData? Attribute(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { } kind && IsCell(kind) && !ModelParser.IsUnreadable(attribute));

    /// <summary>The attributes of parameters in their order, which is that of the declaration.</summary>
    public static IEnumerable<AttributeData> ParameterAttributes(INamedTypeSymbol type) =>
        type.GetAttributes().Where(attribute => attribute.AttributeClass is { } kind && IsParameter(kind) && !ModelParser.IsUnreadable(attribute));

    /// <summary>The cell that a layer names.</summary>
    public static CellDeclaration OfLayer(ITypeSymbol? named) => named switch
    {
        // C# reports the missing type.
        INamedTypeSymbol { TypeKind: TypeKind.Error } missing => NoCell(missing) with { IsIncomplete = true },
        INamedTypeSymbol type => Parse(type) is { IsCell: true } cell ? cell : Parse(type) with { Name = NoCell(type).Name },
        var other => NoCell(other),
    };

    private static CellDeclaration NoCell(ITypeSymbol? type) =>
        new(type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "null", false, false, "", null, default);

    /// <summary>"context: 40, memory: memorySize = 16"</summary>
    public static EquatableArray<NamedSizeArgument> Sizes(string? text) =>
        (text ?? "").Split(',').Select(entry => entry.Trim()).Where(entry => entry.Length > 0).Select(entry =>
        {
            var split = entry.IndexOf(':');
            var (name, size) = split < 0 ? (entry, "") : (entry.Substring(0, split).Trim(), entry.Substring(split + 1).Trim());
            return new NamedSizeArgument(name, int.TryParse(size, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? new SizeArgument(number, null)
                : new SizeArgument(0, size));
        }).ToEquatableArray();

    private static CellParameterDeclaration Parameter(AttributeData attribute)
    {
        var arguments = new AttributeReader(attribute);
        return new CellParameterDeclaration(arguments.Positional(0, ""), arguments.Positional(1, 0), arguments.Named<double?>("Value", null))
        {
            IsScalar = arguments.Named("Scalar", false),
            IsFixed = !arguments.Named("Trainable", true),
        };
    }
}
