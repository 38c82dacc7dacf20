namespace RnnDsl.Generator.Layers;

/// <summary>The layers, by the names of their attributes. A test compares them with the attributes of the language.</summary>
internal static class LayerCatalogue
{
    private static readonly Dictionary<string, Func<ILayerArguments, LayerDeclaration>> Readers = new(StringComparer.Ordinal)
    {
        ["Embedding"] = EmbeddingDeclaration.Read,
        ["Features"] = FeaturesDeclaration.Read,
        ["Image"] = ImageDeclaration.Read,
        ["Rnn"] = RnnDeclaration.Read,
        ["Lstm"] = LstmDeclaration.Read,
        ["Gru"] = GruDeclaration.Read,
        ["Recurrent"] = RecurrentDeclaration.Read,
        ["Linear"] = LinearDeclaration.Read,
        ["Activation"] = ActivationDeclaration.Read,
        ["Dropout"] = DropoutDeclaration.Read,
        ["LayerNorm"] = LayerNormDeclaration.Read,
        ["Conv1d"] = Conv1dDeclaration.Read,
        ["Conv2d"] = Conv2dDeclaration.Read,
        ["AveragePool1d"] = AveragePool1dDeclaration.Read,
        ["MaxPool2d"] = MaxPool2dDeclaration.Read,
        ["FlattenToSequence"] = FlattenToSequenceDeclaration.Read,
        ["LastState"] = LastStateDeclaration.Read,
        ["MeanPooling"] = MeanPoolingDeclaration.Read,
        ["MaxPooling"] = MaxPoolingDeclaration.Read,
        ["AttentionPooling"] = AttentionPoolingDeclaration.Read,
        ["Apply"] = ApplyDeclaration.Read,
        ["Module"] = ModuleDeclaration.Read,
        ["Attention"] = AttentionDeclaration.Read,
        ["Context"] = ContextDeclaration.Read,
        ["Readout"] = ReadoutDeclaration.Read,
        ["Copy"] = CopyDeclaration.Read,
        ["Classify"] = ClassifyDeclaration.Read,
        ["Regress"] = RegressDeclaration.Read,
        ["Ctc"] = CtcDeclaration.Read,
    };

    /// <summary>The names of the attributes, without their suffix.</summary>
    public static IEnumerable<string> Attributes => Readers.Keys;

    /// <summary>The declaration of a layer; null if there is no layer of that name.</summary>
    public static LayerDeclaration? Read(string attribute, ILayerArguments arguments) => Readers.TryGetValue(attribute, out var read) ? read(arguments) : null;
}
