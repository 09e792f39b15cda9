using Imara.Appraisal.Files;
using Imara.Appraisal.Simulating;
using Imara.Engine.Appraisal;
using Imara.Evaluation;
using Imara.Evaluation.Generating;
using Imara.Evaluation.Hooks;
using Imara.Linux.Files;
using Imara.Linux.Trees;
using Imara.Policy.Kernels;

namespace Imara.Appraisal.Observing;

/// <summary>Walks trees and tells what their files are there for: the accesses to expect if root uses everything in them, and writes nothing.</summary>
/// <remarks>docs/reference/policy.md 4.1. Stays on one file system and follows no symbolic links.</remarks>
public sealed class TreeObserver : ITreeVisitor
{
    private const int MaxAttribute = 65536;

    private readonly MountTable mounts = new();
    private readonly AccessTable table;
    private readonly List<AccessQuestion> questions = [];
    private readonly List<(ByteString Path, PolicyEvent Event, AppraisalLabel Label)> seen = [];
    private readonly Action<string, string> failed;
    private readonly byte[] accessPath = new byte[TreeFile.MaxAccessPath];
    private readonly byte[] attribute = new byte[MaxAttribute];
    private MountFacts mount = null!;
    private FileUse directoryUses;

    private TreeObserver(KernelProfile kernel, Action<string, string> failed)
    {
        table = new AccessTable(kernel, [Subject.Root]);
        this.failed = failed;
    }

    /// <summary>Walks a tree.</summary>
    /// <param name="root">A folder.</param>
    /// <param name="kernel">The kernel whose questions are told.</param>
    /// <param name="observations">Gets the accesses, in the order of the paths.</param>
    /// <param name="failed">Gets the path of what could not be looked at, and the reason.</param>
    public static void Walk(ReadOnlyMemory<byte> root, KernelProfile kernel, ObservationLog observations, Action<string, string> failed)
    {
        ArgumentNullException.ThrowIfNull(observations);
        var observer = new TreeObserver(kernel, failed);
        TreeWalk.Run([root], new TreeWalkOptions { Workers = 1 }, () => observer);
        foreach (var (path, e, label) in observer.seen.OrderBy(access => access.Path, ByteOrder.Instance))
        {
            observations.Add(e, path, label);
        }
    }

    /// <inheritdoc/>
    public ulong Enter(in TreeDirectory directory, ulong above)
    {
        mount = mounts.Of(directory.Descriptor, directory.Status.MountKey, Environment.ProcessId);
        directoryUses = FileUses.OfDirectory(RealPaths.Of(directory.Descriptor, directory.Path).Span);
        return above;
    }

    /// <inheritdoc/>
    public void Leave(in TreeDirectory directory)
    {
    }

    /// <inheritdoc/>
    public void File(in TreeFile file)
    {
        var at = file.AccessPath(accessPath);
        var error = file.Open(out var descriptor);
        if (error != Errno.None)
        {
            failed(new ByteString(file.Path).ToString(), error.ToString());
            return;
        }

        Span<byte> head = stackalloc byte[ProgramFormats.HeadSize];
        error = Descriptor.ReadAt(descriptor, head, 0, out var length);
        Descriptor.Close(descriptor);
        if (error != Errno.None)
        {
            failed(new ByteString(file.Path).ToString(), error.ToString());
            return;
        }

        Tell(file, ProgramFormats.Of(head[..length]), ExtendedAttributes.Read(at, "security.ima"u8, attribute, out var size) == Errno.None ? size : 0);
    }

    /// <inheritdoc/>
    public void Failed(ReadOnlySpan<byte> path, TreeFailure failure, Errno error)
    {
        if (failure is not (TreeFailure.OtherFileSystem or TreeFailure.OtherRoot))
        {
            failed(new ByteString(path).ToString(), error == Errno.None ? "it is not walked twice" : error.ToString());
        }
    }

    private void Tell(in TreeFile file, ProgramFormat format, int labelLength)
    {
        var status = file.Status;
        var traits = (FileTraits)FileUses.Of(directoryUses, file.Name) | mount.Traits;

        // What is neither a program nor a script is not executed, whatever its mode says.
        traits |= format switch
        {
            ProgramFormat.Script => FileTraits.Script,
            ProgramFormat.Elf => FileTraits.None,
            _ => FileTraits.NotMapped | FileTraits.NoExecMount,
        };
        questions.Clear();
        table.Fill(status.Uid, status.Gid, status.Mode & 0xfff, traits, reach: 1, questions);
        var facts = mount.FileSystem.FactsOf(status.Uid, status.Gid);
        var path = new ByteString(file.Path);
        var label = AppraisalLabels.Of(attribute.AsSpan(0, labelLength));
        foreach (var question in questions.Where(question => question.Kind != AccessKind.Write))
        {
            seen.Add((path, question.ToPolicyEvent(facts, ByteString.Empty), label));
        }
    }
}
