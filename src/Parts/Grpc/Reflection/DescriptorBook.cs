using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.Reflection;

/// <summary>The files behind some services, found by name and by what is declared in them.</summary>
internal sealed class DescriptorBook
{
    private readonly string[] _services;
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly HashSet<string> _messages = [];

    public DescriptorBook(IEnumerable<ServiceDescriptor> services)
    {
        var served = services.ToArray();
        _services = [.. served.Select(service => service.FullName).Order(StringComparer.Ordinal)];
        foreach (var service in served)
            Add(service.File);
    }

    public ServerReflectionResponse Answer(ServerReflectionRequest question)
    {
        var response = new ServerReflectionResponse { ValidHost = question.Host, OriginalRequest = question };
        switch (question.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                response.ListServicesResponse = new ListServiceResponse { Service = { _services.Select(name => new ServiceResponse { Name = name }) } };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                Tell(response, _files.GetValueOrDefault(question.FileByFilename), $"no file '{question.FileByFilename}'");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                Tell(response, _symbols.GetValueOrDefault(question.FileContainingSymbol), $"no symbol '{question.FileContainingSymbol}'");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType when _messages.Contains(question.AllExtensionNumbersOfType):
                // The files served here are proto3 and extend nothing.
                response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = question.AllExtensionNumbersOfType };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
                Tell(response, null, $"no message '{question.AllExtensionNumbersOfType}'");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension:
                Tell(response, null, $"no extension of '{question.FileContainingExtension.ContainingType}'");
                break;
            default:
                response.ErrorResponse = Error(StatusCode.InvalidArgument, "the request asks nothing that is known here");
                break;
        }

        return response;
    }

    private static void Tell(ServerReflectionResponse response, FileDescriptor? file, string missing)
    {
        if (file is null)
        {
            response.ErrorResponse = Error(StatusCode.NotFound, missing);
            return;
        }

        var found = new List<FileDescriptor>();
        Collect(file, found);
        response.FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { found.Select(part => part.SerializedData) } };
    }

    private static ErrorResponse Error(StatusCode code, string message) => new() { ErrorCode = (int)code, ErrorMessage = message };

    private static void Collect(FileDescriptor file, List<FileDescriptor> found)
    {
        if (found.Contains(file))
            return;
        found.Add(file);
        foreach (var dependency in file.Dependencies)
            Collect(dependency, found);
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
            return;
        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
                _symbols[method.FullName] = file;
        }

        foreach (var message in file.MessageTypes)
            Add(message);
        foreach (var kind in file.EnumTypes)
            _symbols[kind.FullName] = file;
        foreach (var dependency in file.Dependencies)
            Add(dependency);
    }

    private void Add(MessageDescriptor message)
    {
        _messages.Add(message.FullName);
        _symbols[message.FullName] = message.File;
        foreach (var field in message.Fields.InDeclarationOrder())
            _symbols[field.FullName] = message.File;
        foreach (var kind in message.EnumTypes)
            _symbols[kind.FullName] = message.File;
        foreach (var nested in message.NestedTypes)
            Add(nested);
    }
}
