using Microsoft.CodeAnalysis;

namespace RnnDsl.Generator.Parsing;

/// <summary>Reads the time-distributed and pooling layers.</summary>
internal static class StepLayerParser
{
    /// <summary>The declaration of a layer; null if the attribute is none of these.</summary>
    public static LayerDeclaration? Parse(string kind, string? name, AttributeData attribute, INamedTypeSymbol type)
    {
        var arguments = new AttributeReader(attribute);
        return kind switch
        {
            "EmbeddingAttribute" => new EmbeddingDeclaration(name, arguments.Size(0), arguments.Size(1))
            {
                PaddingIndex = arguments.Named("PaddingIndex", -1),
                Dropout = arguments.Named("Dropout", 0.0),
                Pretrained = arguments.Named("Pretrained", false),
                Frozen = arguments.Named("Frozen", false),
            },
            "ImageAttribute" => new ImageDeclaration(name, arguments.Size(0), arguments.Size(1), arguments.Size(2)),
            "LinearAttribute" => new LinearDeclaration(name, arguments.Size(0)) { TiedTo = arguments.Named<string?>("TiedTo", null) },
            "DropoutAttribute" => new DropoutDeclaration(name, arguments.Positional(0, 0.0)) { Locked = arguments.Named("Locked", false) },
            "LayerNormAttribute" => new LayerNormDeclaration(name),
            "Conv1dAttribute" => new Conv1dDeclaration(
                name, arguments.Size(0), arguments.Named("Kernel", 3), arguments.Named("Stride", 1), arguments.Named("Dilation", 1), arguments.Named("Padding", 0)),
            "Conv2dAttribute" => new Conv2dDeclaration(
                name, arguments.Size(0), arguments.Named("Kernel", 3), arguments.Named("Stride", 1), arguments.Named("Padding", 0)),
            "MaxPool2dAttribute" => new MaxPool2dDeclaration(name, arguments.Positional(0, 0), arguments.Named("Stride", arguments.Positional(0, 0))),
            "FlattenToSequenceAttribute" => new FlattenToSequenceDeclaration(name, arguments.Positional(0, 0)),
            "MeanPoolingAttribute" => new MeanPoolingDeclaration(name),
            "MaxPoolingAttribute" => new MaxPoolingDeclaration(name),
            "AttentionPoolingAttribute" => new AttentionPoolingDeclaration(name, arguments.Size(0)),
            "AttentionAttribute" => new AttentionDeclaration(name, arguments.Positional(0, 0), arguments.OptionalSize(1, "Size"))
            {
                Heads = arguments.Named<int?>("Heads", null),
                InputFeeding = arguments.Named("InputFeeding", false),
                Coverage = arguments.Named("Coverage", false),
                Filters = arguments.Named<int?>("Filters", null),
                Width = arguments.Named<int?>("Width", null),
            },
            "ContextAttribute" => new ContextDeclaration(name),
            "ReadoutAttribute" => new ReadoutDeclaration(name, arguments.Size(0), arguments.Positional<int?>(1, null))
            {
                Context = arguments.Named("Context", true),
                Token = arguments.Named("Token", true),
            },
            "CopyAttribute" => new CopyDeclaration(name, arguments.Named("Extra", 0), arguments.Named("Unknown", -1)),
            "ApplyAttribute" => UserCodeParser.Apply(name, arguments, type),
            "ModuleAttribute" => UserCodeParser.Module(name, arguments, type),
            "ClassifyAttribute" => new ClassifyDeclaration(name, arguments.Named("LabelSmoothing", 0.0)),
            "RegressAttribute" => new RegressDeclaration(name, arguments.Named("Loss", 0)),
            "CtcAttribute" => new CtcDeclaration(name, arguments.Named("Blank", 0), arguments.Named("ZeroInfinity", false)),
            _ => null,
        };
    }
}
