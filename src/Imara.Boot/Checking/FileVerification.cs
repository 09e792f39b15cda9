using System.Collections.Concurrent;
using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Engine;
using Imara.Signatures;

namespace Imara.Boot.Checking;

/// <summary>Verifies files of a system as its kernel will, with the keys that are known.</summary>
/// <param name="scope">The preflight.</param>
internal sealed class FileVerification(PreflightScope scope)
{
    /// <summary>Verifies files, or trees on one file system.</summary>
    /// <param name="paths">Paths on this machine.</param>
    /// <param name="appraised">Which appraisals they meet; called once for each thread.</param>
    /// <param name="listener">Hears of each.</param>
    /// <param name="isRecursive">Go into directories.</param>
    /// <returns>The files that are appraised and carry a signature.</returns>
    public IReadOnlyCollection<string> Run(IEnumerable<string> paths, Func<AppraisedAs> appraised, ILabelListener listener, bool isRecursive = false)
    {
        var hasKeys = !scope.Question.Keys.IsEmpty;
        var signed = new ConcurrentBag<string>();
        var labeller = new TreeLabeller(
            () => new NotingAction(
                new VerifyAction(new FirstAccess(scope.Question.Setup, scope.Keyring, hasKeys ? SignatureDepth.Full : SignatureDepth.Form, null, null), appraised(), hasKeys), signed),
            new LabelOptions { Jobs = Environment.ProcessorCount, Recursive = isRecursive },
            listener);
        labeller.Run([.. paths.Select(path => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(path))], CancellationToken.None);
        return signed;
    }

    private sealed class NotingAction(VerifyAction verify, ConcurrentBag<string> signed) : FileAction
    {
        public override FileOutcome Act(ILabelledFile file)
        {
            var outcome = verify.Act(file);
            if (outcome.Status != FileStatusWord.Skipped && file.Xattr(ProtectedXattrs.Ima) is { Errno: Errno.None, Value: { IsEmpty: false } value }
                && (ImaXattrType)value.Span[0] is ImaXattrType.Signature or ImaXattrType.VeritySignature)
            {
                signed.Add(file.Path.ToString());
            }

            return outcome;
        }
    }
}
