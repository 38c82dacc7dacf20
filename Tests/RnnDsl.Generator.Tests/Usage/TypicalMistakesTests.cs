using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Usage;

/// <summary>Twenty mistakes that newcomers make with recurrent networks, written down before the rules: at least 17 are reported while they are typed.</summary>
public sealed class TypicalMistakesTests
{
    /// <summary>What is done wrong, the code, and the rule that reports it; null where none can, with the reason.</summary>
    private static readonly (string Mistake, string Code, string? Id)[] Mistakes =
    [
        ("a batch that pad_sequence made time first", "new ImageLstm().call(nn.utils.rnn.pad_sequence(sequences));", "RNN605"),
        ("an output in PyTorch's default order for the next model", "new Top().call(new Upper().call(x).Output.transpose(0, 1));", "RNN605"),
        ("features in the middle, as PyTorch's Conv1d reads them", "new Speech().call(rand(8, 40, 100));", "RNN602"),
        ("another model's output of another size", "new Speech().call(new Upper().call(x).Output);", "RNN602"),
        ("an image with its channel, for a model that reads rows", "new ImageLstm().call(rand(64, 1, 28, 28));", "RNN601"),
        ("tokens as zeros(), which are float32", "new CharLstm().call(zeros(8, 20));", "RNN603"),
        ("one-hot vectors for tokens", "new CharLstm().call(nn.functional.one_hot(randint(0, 65, [8, 20]), 65));", "RNN601"),
        ("bytes of pixels for features", "new ImageLstm().call(randint(0, 256, [8, 28, 28], dtype: ScalarType.Byte));", "RNN603"),
        ("C#'s double for float", "var rows = new double[8, 3]; new Forecast().call(tensor(rows).unsqueeze(0));", "RNN604"),
        ("lengths in float32", "new ImageLstm().call(x, tensor(new float[] { 5, 3 }));", "RNN606"),
        ("a sequence to Step", "new CharLstm().Step(randint(0, 65, [8, 20]));", "RNN601"),
        ("an initial state of one sequence for a batch", "var model = new CharLstm(); model.call(randint(0, 65, [8, 20]), state: model.InitialState());", "RNN607"),
        ("the state of the other model of an ensemble", "var a = new CharLstm(); var b = new CharLstm(); var (_, sa) = a.Step(x); var (_, sb) = b.Step(x, sa);", "RNN609"),
        ("source and target swapped", "var (source, target) = (x, x.clone()); new Translator().call(target, null, source);", "RNN610"),
        ("a softmax before the loss", "var model = new ImageLstm(); model.Loss(model.call(x).softmax(-1), x);", "RNN612"),
        ("one-hot targets", "var model = new ImageLstm(); model.Loss(model.call(x), zeros(8, 10));", "RNN611"),
        ("a vocabulary of 65, and a padding token 65", "new CharLstm().call(full(8, 20, 65, dtype: ScalarType.Int64));", "RNN613"),
        ("the output's lengths for the CTC loss", "var model = new Speech(); var lengths = x; model.Loss(model.call(x, lengths).Output, x, x, model.OutputLengths(lengths));", "RNN612"),

        // Not reported: either of the first two lengths may be the batch.
        ("a batch time first by its literal shape alone", "new Speech().call(rand(100, 8, 40));", null),

        // Not reported: a program may step many sequences of one step each.
        ("a state that is not carried on", "var model = new CharLstm(); for (var i = 0; i < 5; i++) { var (y, _) = model.Step(x); }", null),
    ];

    public static TheoryData<string> Names => new(Mistakes.Select(mistake => mistake.Mistake));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Typical_mistake_gives_the_expected_diagnostic(string mistake)
    {
        var (_, code, id) = Mistakes.Single(other => other.Mistake == mistake);
        var diagnostics = await GeneratorRun.Of(UsageSource.Method(code)).AssertCompiles().AnalyzeAsync();
        Assert.Equal(id is null ? [] : [id], diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void At_least_17_of_20_typical_mistakes_are_reported()
    {
        Assert.Equal(20, Mistakes.Length);
        Assert.True(Mistakes.Count(mistake => mistake.Id is not null) >= 17);
    }
}
