namespace RnnDsl.Generator.Semantics;

/// <summary>The rules of code that uses a model. {0} is the called member.</summary>
internal static partial class Rules
{
    public static readonly Rule InputRank = Error("RNN601", "An input has the dimensions that its model reads",
        "'{0}' reads {1}, and '{2}' is {3}. {4}");

    public static readonly Rule InputSize = Error("RNN602", "An input has the sizes that its model reads",
        "'{0}' reads {1}, and '{2}' is {3}. {4}");

    public static readonly Rule InputKind = Error("RNN603", "Tokens are integers and features are floating-point numbers",
        "'{0}' reads {1}, and '{2}' is {3}. {4}");

    public static readonly Rule InputDtype = Error("RNN604", "An input has the dtype of the weights",
        "'{0}' computes in {1}, and '{2}' is {3}. {4}");

    public static readonly Rule TimeFirst = Warning("RNN605", "The batch is the first dimension",
        "'{0}' reads {1}, and '{2}'{3} has time before the batch. {4}");

    public static readonly Rule LengthsShape = Error("RNN606", "Lengths are one integer for each sequence",
        "'{0}' reads lengths as {1}, and '{2}' is {3}. {4}");

    public static readonly Rule BatchSize = Error("RNN607", "All arguments of a call have one batch size",
        "'{0}' is given a batch of {1} in '{2}' and of {3} in '{4}'. {5}");

    public static readonly Rule StateSize = Error("RNN608", "A state has the sizes of its model",
        "'{0}' reads the state of '{1}' with {2}, and '{3}' is that of '{4}' with {5}. Give each model the state that it returned itself.");

    public static readonly Rule OtherNetwork = Warning("RNN609", "A state or a memory goes back to the model that returned it",
        "'{0}' is given '{2}', the {3} that '{4}' returned: its values have a meaning for the weights of '{4}' only. Give '{1}' a {3} of its own.");

    public static readonly Rule SwappedArguments = Warning("RNN610", "Arguments are in the order of the parameters",
        "'{0}' reads ({1}), and is given '{2}' as {3} and '{4}' as {5}. Swap the two.");

    public static readonly Rule LossArgument = Error("RNN611", "A loss reads scores and a target that belong together",
        "'{0}' reads {1}, and '{2}' is {3}. {4}");

    public static readonly Rule LossTwice = Warning("RNN612", "A loss reads what its model returned",
        "'{0}' {1}, and '{2}' {3}. {4}");

    public static readonly Rule OutsideVocabulary = Error("RNN613", "Tokens and classes are within their range",
        "'{0}' reads {1} from 0 to {2}, and '{3}' has {4}. {5}");

    public static readonly Rule EmptyBatch = Error("RNN614", "A batch has at least one sequence",
        "'{0}' is given a batch of {1} in '{2}', and a batch has at least 1 sequence. Write the number of sequences.");

    /// <summary>Whether a rule is about code that uses a model, not about the declaration of one.</summary>
    public static bool IsOfUsage(Rule rule) => rule.Id.StartsWith("RNN6", StringComparison.Ordinal);
}
