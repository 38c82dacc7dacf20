using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Training;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void Cosine_decays_from_1_to_its_floor()
    {
        var schedule = LearningRateSchedule.Cosine(100, floor: 0.1);
        Assert.Equal(1, schedule.At(1));
        Assert.Equal(0.55, schedule.At(51), 12);
        Assert.Equal(0.1, schedule.At(101), 12);
        Assert.Equal(0.1, schedule.At(1_000), 12);
    }

    [Fact]
    public void Step_decay_multiplies_after_every_interval()
    {
        var schedule = LearningRateSchedule.StepDecay(10, 0.5);
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], new long[] { 1, 10, 11, 20, 21 }.Select(schedule.At));
    }

    [Fact]
    public void Warmup_increases_linearly_to_the_schedule()
    {
        var schedule = LearningRateSchedule.Constant.WithWarmup(4);
        Assert.Equal([0.25, 0.5, 0.75, 1, 1], new long[] { 1, 2, 3, 4, 5 }.Select(schedule.At));
    }

    [Fact]
    public void Arguments_out_of_range_are_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.StepDecay(0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.StepDecay(5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Cosine(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Constant.WithWarmup(0));
    }
}
