using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>The method that computes the layers, at the layer whose operations add their steps to it.</summary>
internal interface IMethodBody
{
    /// <summary>Whether it computes one time step; else a whole sequence.</summary>
    bool IsStep { get; }

    /// <summary>The input shape of the layer in a whole sequence.</summary>
    Shape Input { get; }

    /// <summary>The note on the layer in the layer table.</summary>
    string LayerNote { get; }

    /// <summary>What the operation reads.</summary>
    MethodValue Current { get; }

    /// <summary>The number of valid steps of each sequence; null where there is no padding.</summary>
    MethodValue? Lengths { get; }

    /// <summary>The embedded token of a decoder.</summary>
    MethodValue Token { get; }

    /// <summary>The output of the last recurrent layer above.</summary>
    MethodValue LastOutput { get; }

    /// <summary>The context vector of the attention.</summary>
    MethodValue Context { get; }

    MethodValue AttentionWeights { get; }

    /// <summary>The final hidden state of a recurrent layer.</summary>
    /// <param name="key">The name of the layer.</param>
    MethodValue FinalHiddenState(string key);

    /// <summary>The summary vector of the source, which the first call computes.</summary>
    MethodValue Summary();

    /// <summary>Adds a step that computes the operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="note">What it computes.</param>
    /// <param name="inputs">What it reads; <see cref="Current"/> if there are none.</param>
    void Compute(Operation operation, string note, params MethodValue[] inputs);

    /// <summary>Concatenates values along their features.</summary>
    void Concatenate(string note, params MethodValue[] parts);

    /// <summary>Adds the attention weights, the context vector and the states that depend on them, with the current value as the query.</summary>
    void Attend(CurrentStateAttentionOperation operation);

    /// <summary>Adds the same with a hidden state before the step as the query.</summary>
    void AttendFromState(PreviousStateAttentionOperation operation);

    /// <summary>Adds the recurrence of the layer.</summary>
    void Recur();

    /// <summary>Makes the value an input of the next step.</summary>
    void FeedBack();

    /// <summary>Sets padding to zero, where there may be any.</summary>
    /// <param name="reader">What reads it.</param>
    void ZeroPadding(string reader);

    /// <summary>The lengths after a window over time, where it changes them.</summary>
    void LengthsAfter(Window window);

    /// <summary>Below a reduction there are no steps.</summary>
    void EndLengths();

    /// <summary>Adds a note on what needs no computation.</summary>
    void Comment(string note);
}
