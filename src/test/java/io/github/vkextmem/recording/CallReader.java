package io.github.vkextmem.recording;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the arguments of a command by the types that the registry gives them. */
final class CallReader {

    private CallReader() {}

    static RecordedCall read(DriverCommand command, long... arguments) {
        List<Registry.Parameter> parameters = command.description().parameters();
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            values.put(parameters.get(i).name(), value(parameters.get(i), arguments[i]));
        }
        for (String count : List.of("memoryRangeCount", "bindInfoCount")) {
            if (!values.getOrDefault(count, 1).equals(1)) {
                throw new AssertionError("a recording driver reads one structure of an array, and not " + values);
            }
        }
        return new RecordedCall(command.name(), values);
    }

    private static Object value(Registry.Parameter parameter, long argument) {
        String pointee = parameter.type().replace("const ", "").replace("*", "");
        boolean structure = parameter.type().endsWith("*") && Registry.describes(pointee);
        if (structure && !pointee.equals("VkPhysicalDeviceProperties")) {
            return ChainReader.read(argument, pointee);
        }
        return CType.size(parameter.type()) == 4 ? (Object) (int) argument : (Object) argument;
    }
}
