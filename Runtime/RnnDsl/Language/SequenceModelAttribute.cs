namespace RnnDsl;

/// <summary>
/// Makes a partial class a network over sequences. The layer attributes below it say what it computes; the generator
/// checks them while they are typed and writes the class.
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
    /// <summary>What the model is meant to give. Declared, the compiler holds the layers to it; by default it follows from them.</summary>
    public ModelOutput Output { get; set; }

    /// <summary>
    /// Whether one time step at a time is to be run: sampling, decoding, streaming. Declared, the compiler refuses layers that cannot; without it a
    /// model has a <c>Step</c> wherever its layers allow one.
    /// </summary>
    public bool Step { get; set; }
}

/// <summary>What a sequence model gives for one sequence.</summary>
public enum ModelOutput
{
    /// <summary>Whatever the layers come to.</summary>
    Inferred,

    /// <summary>One vector for every time step: [batch, time, features].</summary>
    PerStep,

    /// <summary>One vector for the whole sequence: [batch, features].</summary>
    PerSequence,
}
