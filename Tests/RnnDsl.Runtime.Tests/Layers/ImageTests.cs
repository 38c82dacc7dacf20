using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>Images, pixel by pixel.</summary>
public sealed class ImageTests
{
    [Fact]
    public void Image_rows_are_steps_with_all_channels()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new RowsOfImages(dtype: ScalarType.Float64);
        var image = draw.Normal(3, 2, 6, 5).requires_grad_();

        var pooled = Largest(Convolve(image, model.Window, 3, 1, 1, 1).tanh(), 2, 2);
        var rows = stack([.. Enumerable.Range(0, 3).Select(y => cat([.. Enumerable.Range(0, 3).Select(c => pooled.select(1, c).select(1, y))], -1))], 1);

        Check(image, model, model.Rnn.call(rows).Item1.select(1, -1), model.call(image));
    }

    [Fact]
    public void Image_columns_are_steps_with_all_channels()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new ColumnsOfImages(dtype: ScalarType.Float64);
        var image = draw.Normal(3, 2, 6, 5).requires_grad_();

        var maps = Convolve(image, model.Window, 2, 1, 0, 0);
        var columns = stack([.. Enumerable.Range(0, 4).Select(x => cat([.. Enumerable.Range(0, 3).Select(c => maps.select(1, c).select(2, x))], -1))], 1);

        Check(image, model, model.Rnn.call(columns).Item1, model.call(image).Output);
    }

    [Fact]
    public void Image_pixels_are_steps_in_row_major_order()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new PixelsOfImages(dtype: ScalarType.Float64);
        var image = draw.Normal(3, 2, 6, 5).requires_grad_();

        var pooled = Largest(image, 3, 1);
        var pixels = stack([.. Enumerable.Range(0, 12).Select(place => pooled.select(2, place / 3).select(2, place % 3))], 1);

        Check(image, model, model.Rnn.call(pixels).Item1.mean([1]), model.call(image));
    }

    [Fact]
    public void Even_kernel_pads_one_more_pixel_at_the_end()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new EvenImages(dtype: ScalarType.Float64);
        model.eval();
        var image = draw.Normal(3, 2, 6, 5).requires_grad_();

        var maps = Convolve(image, model.Window, 4, 2, 1, 2);
        var rows = maps.permute(0, 2, 1, 3).flatten(2);
        var steps = model.Steps.call(rows.transpose(1, 2)).transpose(1, 2);

        Check(image, model, model.Rnn.call(steps).Item1, model.call(image).Output);
    }

    [Fact]
    public void Parameter_names_and_shapes_equal_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var model = new RowsOfImages();

        Assert.Equal([3L, 2, 3, 3], model.state_dict()["window.weight"].shape);
        Assert.Equal([3L], model.state_dict()["window.bias"].shape);
    }

    public static TheoryData<long[], ScalarType, string> WrongImages() => new()
    {
        { [3, 2, 5, 6], ScalarType.Float32, "RowsOfImages reads floating-point images [batch, 2, 6, 5]; it was given Float32 [3, 2, 5, 6]." },
        { [3, 6, 5], ScalarType.Float32, "RowsOfImages reads floating-point images [batch, 2, 6, 5]; it was given Float32 [3, 6, 5]. A single one is a batch of one: unsqueeze(0)." },
        { [3, 2, 6, 5], ScalarType.Byte, "RowsOfImages reads floating-point images [batch, 2, 6, 5]; it was given Byte [3, 2, 6, 5]. Convert it: to(ScalarType.Float32)." },
    };

    [Theory]
    [MemberData(nameof(WrongImages))]
    public void Images_of_wrong_shape_or_dtype_are_errors(long[] shape, ScalarType dtype, string message)
    {
        using var scope = NewDisposeScope();
        using var model = new RowsOfImages();

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.call(zeros(shape, dtype))).Message);
    }

    [Fact]
    public void Image_smaller_than_the_kernel_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new ColumnsOfImages(width: 1));

    private static Tensor Convolve(Tensor image, nn.Module window, int kernel, int stride, int before, int after)
    {
        var (weight, bias) = ((Tensor)window.get_parameter("weight")!, (Tensor)window.get_parameter("bias")!);
        var (height, width) = ((int)image.size(2), (int)image.size(3));
        var rows = new List<Tensor>();
        for (var top = -before; top + kernel <= height + after; top += stride)
        {
            var row = new List<Tensor>();
            for (var left = -before; left + kernel <= width + after; left += stride)
            {
                var pixel = bias.expand(image.size(0), bias.size(0));
                for (var y = Math.Max(0, top); y < Math.Min(height, top + kernel); y++)
                {
                    for (var x = Math.Max(0, left); x < Math.Min(width, left + kernel); x++)
                    {
                        pixel = pixel + image.select(2, y).select(2, x).matmul(weight.select(2, y - top).select(2, x - left).t());
                    }
                }

                row.Add(pixel);
            }

            rows.Add(stack(row, 2));
        }

        return stack(rows, 2);
    }

    private static Tensor Largest(Tensor image, int size, int stride)
    {
        var rows = new List<Tensor>();
        for (var top = 0; top + size <= image.size(2); top += stride)
        {
            var row = new List<Tensor>();
            for (var left = 0; left + size <= image.size(3); left += stride)
            {
                row.Add(image.narrow(2, top, size).narrow(3, left, size).flatten(2).max(2).values);
            }

            rows.Add(stack(row, 2));
        }

        return stack(rows, 2);
    }

    private static void Check(Tensor image, nn.Module model, Tensor expected, Tensor found) => Agreement.Check(expected, found, [.. model.parameters(), image]);
}
