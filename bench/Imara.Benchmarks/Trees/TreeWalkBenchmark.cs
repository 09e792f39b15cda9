using BenchmarkDotNet.Attributes;
using Imara.Linux.Trees;

namespace Imara.Benchmarks.Trees;

/// <summary>A walk over 10,000 files in 100 directories of a temporary folder; expected: no allocation for a file, some 200 bytes for a directory.</summary>
[MemoryDiagnoser]
public class TreeWalkBenchmark
{
    private const int Directories = 100;
    private const int FilesEach = 100;

    private string root = string.Empty;

    [Params(1, 2)]
    public int Workers { get; set; }

    [GlobalSetup]
    public void Make()
    {
        root = Directory.CreateTempSubdirectory("imara-walk-").FullName;
        for (var directory = 0; directory < Directories; directory++)
        {
            var path = Path.Combine(root, $"{directory}");
            Directory.CreateDirectory(path);
            for (var file = 0; file < FilesEach; file++)
            {
                File.WriteAllText(Path.Combine(path, $"{file}"), string.Empty);
            }
        }
    }

    [GlobalCleanup]
    public void Remove() => Directory.Delete(root, recursive: true);

    [Benchmark(OperationsPerInvoke = Directories * FilesEach)]
    public long File_of_a_walk() => TreeWalk
        .Run([System.Text.Encoding.UTF8.GetBytes(root)], new TreeWalkOptions { Workers = Workers }, () => new Counter())
        .Sum(counter => counter.Files);

    private sealed class Counter : ITreeVisitor
    {
        public long Files { get; private set; }

        public ulong Enter(in TreeDirectory directory, ulong above) => 0;

        public void File(in TreeFile file) => Files++;

        public void Leave(in TreeDirectory directory)
        {
        }

        public void Failed(ReadOnlySpan<byte> path, TreeFailure failure, Errno error)
        {
        }
    }
}
