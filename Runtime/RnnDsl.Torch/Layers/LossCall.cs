namespace RnnDsl.Torch;

/// <summary>The names in the messages of a loss: the method that was called, and its parameters.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Method">Such as <c>CharLstm.Loss</c>.</param>
/// <param name="Output">The parameter of the scores.</param>
/// <param name="Target">The parameter of the classes.</param>
internal readonly record struct LossCall(string Model, string Method, string Output, string Target)
{
    /// <summary>A call of the model's own loss.</summary>
    public static LossCall Of(string model) => new(model, model + ".Loss", "output", "target");
}
