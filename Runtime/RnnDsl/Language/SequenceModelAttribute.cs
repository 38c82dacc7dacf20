namespace RnnDsl;

/// <summary>
/// Makes a partial class a network over sequences. The layer attributes below it declare the architecture; the generator
/// checks them while they are typed and emits the class.
/// </summary>
/// <example>
/// <code>
/// [SequenceModel]
/// [Embedding("vocabSize", 128)]
/// [Lstm(256, Layers = 2, Dropout = 0.3)]
/// [Linear("vocabSize")]
/// public partial class CharLstm;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SequenceModelAttribute : Attribute
{
    /// <summary>The expected output of the model, which the compiler checks. Default: inferred from the layers.</summary>
    public ModelOutput Output { get; set; }

    /// <summary>
    /// Whether the model must run one time step at a time: for sampling, decoding or streaming. If true, the compiler rejects layers that cannot; if
    /// false, a model has a <c>Step</c> wherever its layers allow one.
    /// </summary>
    public bool Step { get; set; }
}

/// <summary>The output of a sequence model.</summary>
public enum ModelOutput
{
    /// <summary>Inferred from the layers.</summary>
    Inferred,

    /// <summary>One vector for every time step: [batch, time, features].</summary>
    PerStep,

    /// <summary>One vector for the whole sequence: [batch, features].</summary>
    PerSequence,
}
