using System.Text.Json;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Documents;

/// <summary>The tables of benchmarks in the documents are those of their records.</summary>
public sealed class RecordedTablesTests
{
    [Fact]
    public void Documents_have_the_tables_of_their_records()
    {
        var documents = Directory.EnumerateFiles(RepositoryFiles.Documents, "*.md").Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file))).Where(document => document.Text.Contains("<!-- tables ", StringComparison.Ordinal)).ToList();
        Assert.Contains("benchmarks.md", documents.Select(document => document.Name));
        Assert.All(documents, document => Assert.True(
            RecordedTables.Renew(document.Text, RepositoryFiles.Documents) == document.Text,
            $"docs/{document.Name} has other tables than its records: dotnet run -c Release --project Tests/RnnDsl.Benchmarks -- tables docs/{document.Name}"));
    }

    [Fact]
    public void Tables_ratios_and_the_run_are_written_into_their_blocks()
    {
        var renewed = Renew("before\n<!-- run of a.json -->\nold\n<!-- end -->\n<!-- tables loops of a.json -->\n<!-- end -->\n<!-- ratios of a.json b.json -->\nold\n\n<!-- end -->\nafter\n");
        Assert.Equal(
            """
            before
            <!-- run of a.json -->

            `loops step --threads 1` on 30 November 2026: 2 cores of an AMD EPYC,
            1 thread, 512 bits, oneDNN in use; TorchSharp 0.107.0.0, .NET 10.0.12, Debian;
            the processor time of the process, 7 rounds ([all of them](a.json)).

            <!-- end -->
            <!-- tables loops of a.json -->

            A layer, 64 × 100:

            | cell | time | ratio |
            | :--- | ---: | ----: |
            | GRU  | 9 ms |  0.50 |
            | LSTM | 1 µs | 1.250 |

            | other |   b |
            | :---- | --: |

            A layer, 8 × 200:

            | cell |
            | :--- |

            <!-- end -->
            <!-- ratios of a.json b.json -->

            | ratio   | 1 thread, 512 bits | 2 threads, 256 bits |
            | :------ | -----------------: | ------------------: |
            | `gru`   |               0.50 |                0.75 |
            | `lstm`  |               1.25 |                     |
            | `extra` |                    |                2.00 |

            <!-- end -->
            after

            """.ReplaceLineEndings("\n"),
            renewed);
        Assert.Equal(renewed, Renew(renewed));
    }

    [Theory]
    [InlineData("<!-- tables loops of a.json -->\n| a |\n", "has no end")]
    [InlineData("<!-- tables loops of a.json -->\n<!-- tables step of a.json -->\n<!-- end -->\n", "has no end")]
    [InlineData("<!-- tables loop of a.json -->\n<!-- end -->\n", "no tables of 'loop'; it has those of loops, step")]
    [InlineData("<!-- tables loops of c.json -->\n<!-- end -->\n", "There is no record")]
    [InlineData("<!-- tables loops of broken.json -->\n<!-- end -->\n", "is no record of benchmarks")]
    [InlineData("<!-- ratios of -->\n<!-- end -->\n", "has no end")]
    public void Blocks_without_records_are_refused(string text, string message) => Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Renew(text)).Message);

    private static string Renew(string text)
    {
        var folder = Directory.CreateTempSubdirectory("rnndsl-");
        try
        {
            Write("a.json", 1, "X64 512-bit", new { gru = 0.5, lstm = 1.25, nested = new { gru = 1 } });
            Write("b.json", 2, "X64 256-bit", new { gru = 0.75, extra = 2 });
            File.WriteAllText(Path.Combine(folder.FullName, "broken.json"), "{");
            return RecordedTables.Renew(text, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Write(string name, int threads, string instructions, object metrics) => File.WriteAllText(Path.Combine(folder.FullName, name), JsonSerializer.Serialize(new
        {
            command = "loops step --threads 1",
            date = new DateTime(2026, 11, 30, 1, 2, 3, DateTimeKind.Utc),
            machine = new { processor = "AMD EPYC", cores = 2, instructions, oneDnn = true, threads, torchSharp = "0.107.0.0", runtime = ".NET 10.0.12", system = "Debian" },
            clock = "processor",
            rounds = 7,
            metrics,
            tables = new[]
            {
                new { heading = "loops: a layer, 64 × 100", columns = (string[])["cell", "time", "ratio"], rows = (string[][])[["GRU", "9 ms", "0.50"], ["LSTM", "1 µs", "1.250"]] },
                new { heading = "loops: a layer, 64 × 100", columns = (string[])["other", "b"], rows = (string[][])[] },
                new { heading = "step: one", columns = (string[])["cell"], rows = (string[][])[] },
                new { heading = "loops: a layer, 8 × 200", columns = (string[])["cell"], rows = (string[][])[] },
            },
        }));
    }
}
