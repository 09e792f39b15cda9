using System.Collections.Concurrent;
using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Engine;
using Imara.Engine.Boot;
using Imara.Policy.Kernels;
using Imara.Signatures;

namespace Imara.Boot.Checking;

/// <summary>Verifies files of a system as its kernel will, with the keys that are known.</summary>
/// <param name="scope">The preflight.</param>
internal sealed class FileVerification(PreflightScope scope)
{
    /// <summary>The cause of a good label by an algorithm that the kernel has as a module.</summary>
    public const string AlgorithmIsModule = "hash-algorithm-is-a-module";

    /// <summary>Verifies files, or trees on one file system.</summary>
    /// <param name="paths">Paths on this machine.</param>
    /// <param name="appraised">Which appraisals they meet; called once for each thread.</param>
    /// <param name="listener">Hears of each.</param>
    /// <param name="isRecursive">Go into directories.</param>
    /// <param name="countsWrites">Files that are appraised only when they are opened for writing count, too.</param>
    /// <returns>The files that are appraised and carry a signature.</returns>
    public IReadOnlyCollection<string> Run(IEnumerable<string> paths, Func<AppraisedAs> appraised, ILabelListener listener, bool isRecursive = false, bool countsWrites = false)
    {
        var hasKeys = !scope.Question.Keys.IsEmpty;
        var signed = new ConcurrentBag<string>();
        var labeller = new TreeLabeller(
            () => new NotingAction(
                new VerifyAction(new FirstAccess(scope.Question.Setup, scope.Keyring, hasKeys ? SignatureDepth.Full : SignatureDepth.Form, null, null), appraised(), hasKeys)
                {
                    CountsWrites = countsWrites,
                }, scope.Question.Setup, signed),
            new LabelOptions { Jobs = Environment.ProcessorCount, Recursive = isRecursive },
            listener);
        labeller.Run([.. paths.Select(path => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(path))], CancellationToken.None);
        return signed;
    }

    private sealed class NotingAction(VerifyAction verify, EngineSetup setup, ConcurrentBag<string> signed) : FileAction
    {
        public override FileOutcome Act(ILabelledFile file)
        {
            var outcome = WithModule(verify.Act(file), file);
            if (outcome.Status != FileStatusWord.Skipped && file.Xattr(ProtectedXattrs.Ima) is { Errno: Errno.None, Value: { IsEmpty: false } value }
                && (ImaXattrType)value.Span[0] is ImaXattrType.Signature or ImaXattrType.VeritySignature)
            {
                signed.Add(file.Path.ToString());
            }

            return outcome;
        }

        // The kernel asks modprobe for it, which may be refused itself, or not be there: whether that works nobody sees here.
        private FileOutcome WithModule(in FileOutcome outcome, ILabelledFile file)
        {
            if (outcome.Status != FileStatusWord.Good || file.Xattr(ProtectedXattrs.Ima) is not { Errno: Errno.None } label)
            {
                return outcome;
            }

            var algo = ImaXattrRules.CollectAlgo(label.Value.Span, setup.Boot.Hash, setup.Kernel.Has(KernelFeature.Sigv3ForFiles), setup.Kernel.Has(KernelFeature.Sha3));
            return setup.Kernel.BootHashes.Contains(algo) ? outcome : new FileOutcome(FileStatusWord.Unchecked, AlgorithmIsModule);
        }
    }
}
