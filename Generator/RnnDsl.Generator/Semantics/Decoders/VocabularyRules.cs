using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>A decoder of tokens reads its own output: its output layer gives a score for each token of its vocabulary.</summary>
internal static class VocabularyRules
{
    public static void Check(ModelDeclaration declaration, IReadOnlyList<BoundLayer> layers, DiagnosticBag diagnostics)
    {
        // The intended output of a model with errors is not known.
        if (declaration is not { IsModel: true, Kind: ModelKind.Decoder } || diagnostics.HasErrors || layers.Count == 0 || layers[0].Layer is not EmbeddingLayer read
            || layers.Any(bound => bound.Layer is RegressLayer))
        {
            return;
        }

        var last = layers.Last(bound => bound.Layer is not (HeadLayer or CopyLayer or DropoutLayer or ActivationLayer));
        if (last.Layer.Output is not SequenceShape { Features: var written } || written == read.Vocabulary)
        {
            return;
        }

        var (name, attribute) = (declaration.Type.Level.Name, declaration.Layers[last.Index].Attribute);
        if (last.Layer is LinearLayer)
        {
            diagnostics.Add(Rules.TwoVocabularies, DiagnosticLocation.Layer(last.Index, "Size"), name, read.Vocabulary.ToString(), written.ToString());
        }
        else if (last.Layer is EmbeddingLayer or RecurrentLayer or DecoderLayer)
        {
            diagnostics.Add(Rules.NoOutputLayer, DiagnosticLocation.Layer(last.Index), name, read.Vocabulary.ToString(), attribute, Messages.Count(written, "feature"), Messages.Written(read.Vocabulary));
        }
    }
}
