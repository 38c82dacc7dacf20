using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>A wrong input is said in the model's words: what it reads, and what it was given.</summary>
public sealed class InputTests
{
    public static TheoryData<long[], ScalarType, string> WrongTokens() => new()
    {
        { [2, 3], ScalarType.Float32, "TokenLstm reads int64 tokens [batch, time] of at least one step; it was given Float32 [2, 3]. Convert it: to(ScalarType.Int64)." },
        { [2, 3], ScalarType.Bool, "TokenLstm reads int64 tokens [batch, time] of at least one step; it was given Bool [2, 3]. Convert it: to(ScalarType.Int64)." },
        { [3], ScalarType.Int64, "TokenLstm reads int64 tokens [batch, time] of at least one step; it was given Int64 [3]. A single one is a batch of one: unsqueeze(0)." },
        { [2, 3, 4], ScalarType.Int64, "TokenLstm reads int64 tokens [batch, time] of at least one step; it was given Int64 [2, 3, 4]." },
        { [2, 0], ScalarType.Int64, "TokenLstm reads int64 tokens [batch, time] of at least one step; it was given Int64 [2, 0]." },
    };

    [Theory]
    [MemberData(nameof(WrongTokens))]
    public void Tokens_of_wrong_shape_or_dtype_are_an_error(long[] shape, ScalarType dtype, string message)
    {
        using var scope = NewDisposeScope();
        using var model = new TokenLstm(11);

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.call(zeros(shape, dtype))).Message);
    }

    public static TheoryData<long[], ScalarType, string> WrongStepTokens() => new()
    {
        { [2], ScalarType.Float32, "TokenLstm.Step reads int64 tokens [batch]; it was given Float32 [2]. Convert it: to(ScalarType.Int64)." },
        { [2, 1], ScalarType.Int64, "TokenLstm.Step reads int64 tokens [batch]; it was given Int64 [2, 1]. One step of sequences is select(1, t)." },
        { [], ScalarType.Int64, "TokenLstm.Step reads int64 tokens [batch]; it was given Int64 []. A single one is a batch of one: unsqueeze(0)." },
    };

    [Theory]
    [MemberData(nameof(WrongStepTokens))]
    public void Step_tokens_of_wrong_shape_or_dtype_are_an_error(long[] shape, ScalarType dtype, string message)
    {
        using var scope = NewDisposeScope();
        using var model = new TokenLstm(11);

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.Step(zeros(shape, dtype))).Message);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(-1)]
    public void Token_out_of_range_is_an_error_with_its_position(long token)
    {
        using var scope = NewDisposeScope();
        using var model = new TokenLstm(11);
        var sequence = tensor(new long[] { 3, token, 10, 0 }).reshape(2, 2);

        // Whole, a view that is not contiguous, 32 bits wide, and one step.
        AssertNamed(() => model.call(sequence), $"sequence 0 (counted from 0) has {token} at step 1.");
        AssertNamed(() => model.call(sequence.t()), $"sequence 1 (counted from 0) has {token} at step 0.");
        AssertNamed(() => model.call(sequence.to(ScalarType.Int32)), $"sequence 0 (counted from 0) has {token} at step 1.");
        AssertNamed(() => model.Step(sequence.reshape(-1)), $"sequence 1 (counted from 0) has {token}.");

        void AssertNamed(Action call, string place)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>("tokens", call);
            Assert.StartsWith("TokenLstm reads tokens from 0 to 10: its table has 11 rows; " + place, error.Message, StringComparison.Ordinal);
            Assert.Equal(token, error.ActualValue);
        }
    }

    [Fact]
    public void Tokens_may_be_int32_or_int64()
    {
        using var scope = NewDisposeScope();
        using var model = new TokenLstm(11);
        var tokens = arange(11, dtype: ScalarType.Int64).unsqueeze(0);

        Near.Equal("the output", model.call(tokens).Output, model.call(tokens.to(ScalarType.Int32)).Output);
    }

    public static TheoryData<long[], ScalarType, string> WrongFeatures() => new()
    {
        { [2, 3, 4], ScalarType.Float32, "FourRecurrences reads floating-point vectors [batch, time, 3] of at least one step; it was given Float32 [2, 3, 4]." },
        { [2, 3], ScalarType.Float32, "FourRecurrences reads floating-point vectors [batch, time, 3] of at least one step; it was given Float32 [2, 3]. A single one is a batch of one: unsqueeze(0)." },
        { [2, 0, 3], ScalarType.Float32, "FourRecurrences reads floating-point vectors [batch, time, 3] of at least one step; it was given Float32 [2, 0, 3]." },
        { [2, 4, 3], ScalarType.Int64, "FourRecurrences reads floating-point vectors [batch, time, 3] of at least one step; it was given Int64 [2, 4, 3]. Convert it: to(ScalarType.Float32)." },
    };

    [Theory]
    [MemberData(nameof(WrongFeatures))]
    public void Features_of_wrong_shape_or_dtype_are_an_error(long[] shape, ScalarType dtype, string message)
    {
        using var scope = NewDisposeScope();
        using var model = new FourRecurrences();

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.call(zeros(shape, dtype))).Message);
    }

    public static TheoryData<long[], ScalarType, string> WrongStepFeatures() => new()
    {
        { [2, 4], ScalarType.Float32, "FourRecurrences.Step reads floating-point vectors [batch, 3]; it was given Float32 [2, 4]." },
        { [2, 1, 3], ScalarType.Float32, "FourRecurrences.Step reads floating-point vectors [batch, 3]; it was given Float32 [2, 1, 3]. One step of sequences is select(1, t)." },
        { [2, 3], ScalarType.Int64, "FourRecurrences.Step reads floating-point vectors [batch, 3]; it was given Int64 [2, 3]. Convert it: to(ScalarType.Float32)." },
    };

    [Theory]
    [MemberData(nameof(WrongStepFeatures))]
    public void Step_features_of_wrong_shape_or_dtype_are_an_error(long[] shape, ScalarType dtype, string message)
    {
        using var scope = NewDisposeScope();
        using var model = new FourRecurrences();

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.Step(zeros(shape, dtype))).Message);
    }

    [Fact]
    public void Error_states_the_feature_count_of_a_constructor_parameter()
    {
        using var scope = NewDisposeScope();
        using var model = new Grid.Gru1(features: 6, hidden: 2, outputs: 2);

        Assert.Equal(
            "Gru1 reads floating-point vectors [batch, time, 6] of at least one step; it was given Float32 [1, 1, 5].",
            Assert.Throws<ArgumentException>(() => model.call(zeros(1, 1, 5))).Message);
    }

    public static TheoryData<long[], ScalarType, string> WrongLengths() => new()
    {
        { [3], ScalarType.Int64, "TokenLstm reads lengths as int64 [2], one for each sequence of the batch; it was given Int64 [3]." },
        { [2, 1], ScalarType.Int64, "TokenLstm reads lengths as int64 [2], one for each sequence of the batch; it was given Int64 [2, 1]." },
        { [2], ScalarType.Float32, "TokenLstm reads lengths as int64 [2], one for each sequence of the batch; it was given Float32 [2]. Convert it: to(ScalarType.Int64)." },
    };

    [Theory]
    [MemberData(nameof(WrongLengths))]
    public void Lengths_of_wrong_shape_or_dtype_are_an_error(long[] shape, ScalarType dtype, string message)
    {
        using var scope = NewDisposeScope();
        using var model = new TokenLstm(11);

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.call(zeros(2, 4, dtype: ScalarType.Int64), ones(shape, dtype))).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Length_out_of_range_is_an_error(long length)
    {
        using var scope = NewDisposeScope();
        using var model = new TokenLstm(11);

        var error = Assert.Throws<ArgumentOutOfRangeException>(
            "lengths", () => model.call(zeros(2, 4, dtype: ScalarType.Int64), tensor(new[] { 2, length })));

        Assert.StartsWith(
            $"TokenLstm reads lengths from 1 to 4: the batch has 4 steps; sequence 1 (counted from 0) has length {length}. Count the valid steps of each sequence.", error.Message, StringComparison.Ordinal);
        Assert.Equal(length, error.ActualValue);
    }

    [Fact]
    public void Full_lengths_change_nothing_as_int32_or_int64()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new TokenLstm(11);
        var tokens = draw.Tokens(11, 2, 4);
        var whole = full([2], 4, dtype: ScalarType.Int64);

        var expected = model.call(tokens).Output;

        Near.Equal("the output", expected, model.call(tokens, whole).Output);
        Near.Equal("the output", expected, model.call(tokens, whole.to(ScalarType.Int32)).Output);
    }

    [Fact]
    public void Null_input_is_an_error_with_its_name()
    {
        using var model = new TokenLstm(11);

        Assert.Throws<ArgumentNullException>("tokens", () => model.call(null!));
        Assert.Throws<ArgumentNullException>("tokens", () => model.Step(null!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Size_below_1_is_an_error_with_its_name(long size)
    {
        Assert.Throws<ArgumentOutOfRangeException>("vocabulary", () => new TokenLstm(size));
        Assert.Throws<ArgumentOutOfRangeException>("hidden", () => new Tagger(size));
    }
}
